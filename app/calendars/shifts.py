"""What a holiday does to a session: stay, move to a working day, join its neighbour, or fall away."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.calendars.holidays import Holiday
from app.calendars.recurrence import to_instant

SATURDAY = 5
LONGEST_SHIFT = 60

HolidayOn = Callable[[date], Holiday | None]


class HolidayRule(StrEnum):
    """What to propose for a session that falls on a holiday."""

    FORWARD = "forward"
    BACKWARD = "backward"
    SKIP = "skip"
    KEEP = "keep"


class ProposedState(StrEnum):
    """What becomes of a slot."""

    PLANNED = "planned"
    SHIFTED = "shifted"
    MERGED = "merged"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A slot (UTC) and the start (UTC) proposed for it: None when merged or skipped, because of a holiday."""

    slot: datetime
    starts_at: datetime | None
    state: ProposedState
    because: Holiday | None = None


def propose(
    slots: Iterable[datetime],
    *,
    zone: ZoneInfo,
    holiday_on: HolidayOn,
    rule: HolidayRule,
    previous: datetime | None = None,
) -> Iterator[Proposal]:
    """Yield a proposal for each of `slots` (UTC, in order).

    Only holidays move a session, never a weekend that its rule chose. It moves to a working day at the same
    wall time, and is merged when another slot of the series lies on that day or on the way to it. To judge
    the ends rightly, `slots` goes one slot beyond what is needed, and `previous` is the slot before the first.
    `holiday_on` tells which holiday is on a date, if any: `holidays.known_holiday`, or `.get` of a dictionary.
    """
    following = iter(slots)
    slot = next(following, None)
    while slot is not None:
        upcoming = next(following, None)
        holiday = holiday_on(slot.astimezone(zone).date())
        neighbour = previous if rule is HolidayRule.BACKWARD else upcoming
        if holiday is None or rule is HolidayRule.KEEP:
            yield Proposal(slot, slot, ProposedState.PLANNED)
        elif rule is HolidayRule.SKIP:
            yield Proposal(slot, None, ProposedState.SKIPPED, holiday)
        else:
            yield _moved(slot, holiday, neighbour, zone=zone, holiday_on=holiday_on, rule=rule)
        previous, slot = slot, upcoming


def _moved(
    slot: datetime,
    holiday: Holiday,
    neighbour: datetime | None,
    *,
    zone: ZoneInfo,
    holiday_on: HolidayOn,
    rule: HolidayRule,
) -> Proposal:
    local = slot.astimezone(zone).replace(tzinfo=None)
    forward = rule is HolidayRule.FORWARD
    target = nearest_working_day(local.date(), holiday_on, step=1 if forward else -1)
    if target is None:
        return Proposal(slot, None, ProposedState.SKIPPED, holiday)
    if neighbour is not None:
        taken = neighbour.astimezone(zone).date()
        if (taken <= target) if forward else (taken >= target):
            return Proposal(slot, None, ProposedState.MERGED, holiday)
    starts_at = to_instant(datetime.combine(target, local.time()), zone)
    return Proposal(slot, starts_at, ProposedState.SHIFTED, holiday)


def nearest_working_day(day: date, holiday_on: HolidayOn, *, step: int) -> date | None:
    """Return the first day after `day` (before it for step -1) that is Monday to Friday and no holiday.

    None when there is none within sixty days.
    """
    for distance in range(1, LONGEST_SHIFT + 1):
        candidate = day + timedelta(days=step * distance)
        if candidate.weekday() < SATURDAY and holiday_on(candidate) is None:
            return candidate
    return None
