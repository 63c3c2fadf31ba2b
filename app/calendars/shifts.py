"""What a holiday does to a session: stay, move to a working day, join its neighbour, or fall away."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from app.calendars.holidays import Holiday
from app.calendars.recurrence import Recurrence, to_instant

SATURDAY = 5

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


class Proposal(NamedTuple):
    """A slot (UTC) and the start (UTC) proposed for it: None when merged or skipped, because of a holiday."""

    slot: datetime
    starts_at: datetime | None
    state: ProposedState
    because: Holiday | None = None


def propose(
    recurrence: Recurrence,
    *,
    since: datetime | None = None,
    until: datetime,
    holiday_on: HolidayOn,
    rule: HolidayRule,
) -> Iterator[Proposal]:
    """Yield a proposal for each slot from `since` to `until` (instants, both included), in order.

    Only holidays move a session, never a weekend that its rule chose. It moves to a working day at the same
    wall time, and is merged when the next slot (the one before, when moving backward) lies on that day or on
    the way to it. `holiday_on` tells which holiday is on a date, if any: `holidays.known_holiday`, or `get` of a
    dictionary. Raises RuleRefused when there are too many slots.
    """
    following = recurrence.slots_with_wall_times()
    previous, current = None, next(following, None)
    while current is not None and current[0] <= until:
        upcoming = next(following, None)
        slot, local = current
        if since is None or slot >= since:
            holiday = holiday_on(local.date())
            if holiday is None or rule is HolidayRule.KEEP:
                yield Proposal(slot, slot, ProposedState.PLANNED)
            elif rule is HolidayRule.SKIP:
                yield Proposal(slot, None, ProposedState.SKIPPED, holiday)
            else:
                neighbour = upcoming if rule is HolidayRule.FORWARD else previous
                target = _target(local, neighbour and neighbour[1], holiday_on=holiday_on, rule=rule)
                if target is None:
                    yield Proposal(slot, None, ProposedState.MERGED, holiday)
                else:
                    starts_at = to_instant(target, recurrence.zone)
                    yield Proposal(slot, starts_at, ProposedState.SHIFTED, holiday)
        previous, current = current, upcoming


def _target(
    local: datetime, neighbour: datetime | None, *, holiday_on: HolidayOn, rule: HolidayRule
) -> datetime | None:
    """Return where a session on a holiday would go (wall time), or None when its neighbour is there or on the way."""
    step = 1 if rule is HolidayRule.FORWARD else -1
    day = nearest_working_day(local.date(), holiday_on, step=step)
    if neighbour is not None and (neighbour.date() - day).days * step <= 0:
        return None
    return datetime.combine(day, local.time())


def nearest_working_day(day: date, holiday_on: HolidayOn, *, step: int) -> date:
    """Return the first day after `day` (before it when `step` is -1) that is Monday to Friday and no holiday."""
    day += timedelta(days=step)
    while day.weekday() >= SATURDAY or holiday_on(day) is not None:
        day += timedelta(days=step)
    return day
