"""Hours that Indonesian offices keep free, and those in which mail waits.

Sessions at the former get a warning and are never forbidden.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.calendars.shifts import HolidayOn, is_day_off, nearest_working_day

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
class QuietHours:
    """The hours in which mail waits, as wall times: over midnight if they end before they start, none if equal.

    With `days_off`, weekends and holidays are quiet from midnight to midnight.
    """

    starts: time
    ends: time
    days_off: bool = False

    def end_of(self, now: datetime, holiday_on: HolidayOn) -> datetime | None:
        """Return the first moment after `now` that is not quiet, or None if `now` is not. Both are wall times."""
        moment = now
        while True:
            if self.days_off and is_day_off(moment.date(), holiday_on):
                day = nearest_working_day(moment.date(), holiday_on, step=1)
                moment = datetime.combine(day, time(), moment.tzinfo)
            elif self.includes(moment.time()):
                day = moment.date() + timedelta(days=self.ends <= moment.time())
                moment = datetime.combine(day, self.ends, moment.tzinfo)
            else:
                return None if moment == now else moment

    def includes(self, at: time) -> bool:
        """Return whether a time of a working day is quiet."""
        if self.starts <= self.ends:
            return self.starts <= at < self.ends
        return at >= self.starts or at < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """The configurable hours, as wall times at the place of the session; quiet hours in the instance's zone."""

    friday_prayer_starts: time = time(11, 30)
    friday_prayer_ends: time = time(13, 0)
    ramadan_day_ends: time = time(15, 0)
    quiet_starts: time = time(20, 0)
    quiet_ends: time = time(6, 0)

    @property
    def quiet(self) -> QuietHours:
        """The quiet hours of people who chose no others."""
        return QuietHours(starts=self.quiet_starts, ends=self.quiet_ends)


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
