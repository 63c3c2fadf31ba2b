"""Rules for the capacity and the waiting list."""

from __future__ import annotations


def places_left(capacity: int | None, confirmed: int) -> int | None:
    """Return the number of free places; None if there is no limit."""
    return None if capacity is None else max(0, capacity - confirmed)


def moving_up(capacity: int | None, confirmed: int, waiting: int) -> int:
    """Return how many registrations move up from the waiting list."""
    free = places_left(capacity, confirmed)
    return waiting if free is None else min(free, waiting)
