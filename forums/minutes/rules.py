"""Rules for the approval of minutes, and for changes of their text after circulation."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

NOTICE = timedelta(days=1)
"""How long parties can at least withdraw after a direct change of circulated text."""


def may_be_approved(correction_until: datetime, now: datetime, *, all_agreed: bool) -> bool:
    """Whether the correction window, whose last instant is `correction_until`, is over, or every party agreed."""
    return all_agreed or now > correction_until


def window_after_change(correction_until: datetime, changed_at: datetime, zone: tzinfo) -> datetime:
    """Return the last instant of the correction window after a direct change: at least `NOTICE` later.

    It is the end of a day in `zone`, as that of every window, so that typing seldom moves it.
    """
    earliest = changed_at + NOTICE
    if earliest <= correction_until:
        return correction_until
    last = _end_of_day(earliest, zone)
    return last if last >= earliest else _end_of_day(earliest + NOTICE, zone)


def is_same_text(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but white space."""
    return before.split() == after.split()


def _end_of_day(moment: datetime, zone: tzinfo) -> datetime:
    return datetime.combine(moment.astimezone(zone).date(), time(23, 59, 59), tzinfo=zone)
