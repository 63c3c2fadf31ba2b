"""How many may come, and who moves up."""

from __future__ import annotations


def places_left(capacity: int | None, confirmed: int) -> int | None:
    """Return how many places are free; None where there is no limit."""
    return None if capacity is None else max(0, capacity - confirmed)


def moving_up(capacity: int | None, confirmed: int, waiting: int) -> int:
    """Return how many of those who wait get a place."""
    free = places_left(capacity, confirmed)
    return waiting if free is None else min(free, waiting)
