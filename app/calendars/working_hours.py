"""Hours that Indonesian offices keep free. Sessions at these times get a warning and are never forbidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

FRIDAY = 4


class HoursWarning(StrEnum):
    """Why participants may be absent at the time of a session."""

    FRIDAY_PRAYER = "friday_prayer"
    RAMADAN_AFTERNOON = "ramadan_afternoon"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included, such as a Ramadan entered by the administrator."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """The configurable hours, as wall times at the place of the session."""

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
    """Return the warnings for a session from `starts_at` to `ends_at` (wall times in the same time zone).

    Touching does not count: a session that ends when the prayer begins gets no warning.
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
