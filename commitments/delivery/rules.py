"""Rules of progress reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

STEP = 20
"""The difference between the percentages that a report offers."""
OLDEST = timedelta(days=3650)
"""The age from which the moment that a device names for a picture is not believed."""


def offered_progress(progress: int) -> Sequence[int]:
    """Return the percentages that a report offers as buttons: the last one, and the next two full steps below 100."""
    return [progress, *range((progress // STEP + 1) * STEP, 100, STEP)][:3]


def moments_of(text: str, many: int, now: datetime) -> list[datetime | None]:
    """Return `many` moments from instants in ISO 8601 that are separated by spaces, in order.

    Those that are missing, not readable, in the future or older than `OLDEST` are None: the clock of a device may be
    wrong, and a report is worth more than the moment of its picture.
    """
    read = [_moment(word, now) for word in text.split()]
    return [*read[:many], *[None] * (many - len(read))]


def _moment(word: str, now: datetime) -> datetime | None:
    try:
        read = datetime.fromisoformat(word)
    except ValueError:
        return None
    if read.tzinfo is None:
        return None
    try:
        moment = read.astimezone(UTC)
    except OverflowError:
        return None
    return moment if now - OLDEST <= moment <= now else None
