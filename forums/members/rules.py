"""Rules for periods of days: `first` to `last`, both included; without a last day they do not end."""

from __future__ import annotations

from datetime import date


def overlap(first: date, last: date | None, other_first: date, other_last: date | None) -> bool:
    """Whether two periods share a day."""
    return (last is None or other_first <= last) and (other_last is None or first <= other_last)


def earlier(one: date | None, other: date | None) -> date | None:
    """Return the earlier of two last days; None means no end."""
    return min((day for day in (one, other) if day is not None), default=None)
