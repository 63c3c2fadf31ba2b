"""What a holiday does to a session: stay, move to a working day, join its neighbour, or fall away."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

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


_proposal = partial(tuple.__new__, Proposal)
"""Makes a Proposal of four values at once: most slots are as planned."""


def propose(
    recurrence: Recurrence,
    *,
    since: datetime | None = None,
    until: datetime,
    holiday_on: HolidayOn,
    rule: HolidayRule,
) -> list[Proposal]:
    """Return a proposal for each slot from `since` to `until` (instants, both included), in order.

    Only holidays move a session, never a weekend that its rule chose. It moves to a working day at the same
    wall time, and is merged when the next slot (the one before, when moving backward) lies on that day or on
    the way to it. `holiday_on` tells which holiday is on a date, if any: `holidays.known_holiday`, or `get` of a
    dictionary. Raises RuleRefused when there are too many slots.
    """
    pairs = []
    for pair in recurrence.slots_with_wall_times():
        pairs.append(pair)
        if pair[0] > until:  # the neighbour of the last one
            break
    first = 0 if since is None else bisect_left(pairs, since, key=itemgetter(0))
    end = bisect_right(pairs, until, key=itemgetter(0))
    keeps, planned = rule is HolidayRule.KEEP, ProposedState.PLANNED  # looked up once: enums are slow
    found = []
    for number, (slot, local) in enumerate(pairs[first:end], first):
        holiday = holiday_on(local.date())
        if holiday is None or keeps:
            found.append(_proposal((slot, slot, planned, None)))
        elif rule is HolidayRule.SKIP:
            found.append(Proposal(slot, None, ProposedState.SKIPPED, holiday))
        else:
            step = 1 if rule is HolidayRule.FORWARD else -1
            neighbour = pairs[number + step][1] if 0 <= number + step < len(pairs) else None
            starts_at = shifted(local, neighbour, step=step, zone=recurrence.zone, holiday_on=holiday_on)
            state = ProposedState.SHIFTED if starts_at else ProposedState.MERGED
            found.append(Proposal(slot, starts_at, state, holiday))
    return found


def shifted(
    local: datetime, neighbour: datetime | None, *, step: int, zone: ZoneInfo, holiday_on: HolidayOn
) -> datetime | None:
    """Return where a session on a holiday would go (UTC), or None when its neighbour is there or on the way.

    Both are wall times; `step` is 1 for a later working day, -1 for an earlier one.
    """
    day = nearest_working_day(local.date(), holiday_on, step=step)
    if neighbour is not None and (neighbour.date() - day).days * step <= 0:
        return None
    return to_instant(datetime.combine(day, local.time()), zone)


def nearest_working_day(day: date, holiday_on: HolidayOn, *, step: int) -> date:
    """Return the first day after `day` (before it when `step` is -1) that is Monday to Friday and no holiday."""
    day += timedelta(days=step)
    while day.weekday() >= SATURDAY or holiday_on(day) is not None:
        day += timedelta(days=step)
    return day
