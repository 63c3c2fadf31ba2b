"""Times of the day that Indonesian offices keep free, to warn of and never to forbid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

FRIDAY = 4


class HoursWarning(StrEnum):
    """Why people may be missing at the time of a session."""

    FRIDAY_PRAYER = "friday_prayer"
    RAMADAN_AFTERNOON = "ramadan_afternoon"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included: a Ramadan as the administrator entered it."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """The hours that settings can change; all are wall times of the session's place."""

    friday_prayer_starts: time = time(11, 30)
    friday_prayer_ends: time = time(13, 0)
    ramadan_day_ends: time = time(15, 0)


def hours_warnings(
    starts_at: datetime,
    ends_at: datetime,
    *,
    ramadans: Iterable[Period] = (),
    hours: WorkingHours | None = None,
) -> list[HoursWarning]:
    """Return what the session from `starts_at` to `ends_at` (wall times, same zone) runs into.

    Touching does not count: a session that ends when the prayer begins is fine.
    """
    hours = hours or WorkingHours()
    found = []
    prayer_starts = datetime.combine(starts_at.date(), hours.friday_prayer_starts)
    prayer_ends = datetime.combine(starts_at.date(), hours.friday_prayer_ends)
    if starts_at.weekday() == FRIDAY and starts_at < prayer_ends and ends_at > prayer_starts:
        found.append(HoursWarning.FRIDAY_PRAYER)
    day_ends = datetime.combine(starts_at.date(), hours.ramadan_day_ends)
    if ends_at > day_ends and any(starts_at.date() in period for period in ramadans):
        found.append(HoursWarning.RAMADAN_AFTERNOON)
    return found
