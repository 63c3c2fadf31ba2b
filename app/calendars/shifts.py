"""Proposals for sessions on holidays: keep the date, move to a working day, merge with the neighbour, or skip."""

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
    """What to propose for a session on a holiday."""

    FORWARD = "forward"
    BACKWARD = "backward"
    SKIP = "skip"
    KEEP = "keep"


class ProposedState(StrEnum):
    """The state proposed for a slot."""

    PLANNED = "planned"
    SHIFTED = "shifted"
    MERGED = "merged"
    SKIPPED = "skipped"


class Proposal(NamedTuple):
    """A slot (UTC) and its proposed start (UTC), which is None if it is merged or skipped because of a holiday."""

    slot: datetime
    starts_at: datetime | None
    state: ProposedState
    because: Holiday | None = None


_proposal = partial(tuple.__new__, Proposal)
"""Creates a Proposal from a tuple of four values. Fast path, because most slots are unchanged."""


def propose(
    recurrence: Recurrence,
    *,
    since: datetime | None = None,
    until: datetime,
    holiday_on: HolidayOn,
    rule: HolidayRule,
) -> list[Proposal]:
    """Return a proposal for each slot from `since` to `until` (instants, both included), in order.

    Only holidays move a session; a weekend in the rule does not. The session moves to a working day at the same wall
    time, or is merged if the next slot (the previous one when moving backward) is on that day or before it on the way.
    `holiday_on` returns the holiday on a date or None, like `holidays.known_holiday`. Raises RuleRefused if there are
    too many slots.
    """
    pairs = []
    for pair in recurrence.slots_with_wall_times():
        pairs.append(pair)
        if pair[0] > until:  # include the neighbour of the last one
            break
    first = 0 if since is None else bisect_left(pairs, since, key=itemgetter(0))
    end = bisect_right(pairs, until, key=itemgetter(0))
    keeps, planned = rule is HolidayRule.KEEP, ProposedState.PLANNED  # outside the loop, because enum access is slow
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
    """Return the new start (UTC) of a session on a holiday, or None if its neighbour is on that day or on the way.

    `local` and `neighbour` are wall times; `step` is 1 for a later working day, -1 for an earlier one.
    """
    day = nearest_working_day(local.date(), holiday_on, step=step)
    if neighbour is not None and (neighbour.date() - day).days * step <= 0:
        return None
    return to_instant(datetime.combine(day, local.time()), zone)


def is_day_off(day: date, holiday_on: HolidayOn) -> bool:
    """Return whether a day is a weekend, a holiday or joint leave."""
    return day.weekday() >= SATURDAY or holiday_on(day) is not None


def nearest_working_day(day: date, holiday_on: HolidayOn, *, step: int) -> date:
    """Return the first day after `day` (before it if `step` is -1) from Monday to Friday that is no holiday."""
    day += timedelta(days=step)
    while is_day_off(day, holiday_on):
        day += timedelta(days=step)
    return day
