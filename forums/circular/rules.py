"""Rules of circular decisions: the window, who has voted, and what follows from the votes. Days are local dates."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.calendars.shifts import SATURDAY, HolidayOn, nearest_working_day
from forums.attendance.rules import Place, Quorum, quorum

SHORTEST = 3
"""The fewest working days for which a circular circulates."""
USUAL = 4
"""The working days proposed."""
EXTENSION = 3
"""The most working days by which it is extended, once."""
CLOSING_TIME = time(16)
"""The time of day proposed for the end."""


class Choice(enum.Enum):
    """The vote of a seat."""

    AGREE = "agree"
    AGREE_WITH_NOTE = "agree_with_note"
    DISCUSS = "discuss"
    """The seat wants it discussed in a session."""
    DISAGREE = "disagree"
    ABSTAIN = "abstain"


IN_FAVOUR = frozenset({Choice.AGREE, Choice.AGREE_WITH_NOTE})
NEEDS_WORDS = frozenset({Choice.AGREE_WITH_NOTE, Choice.DISCUSS, Choice.DISAGREE})
"""Votes that are given with words: a note, a question or a reason."""


class Outcome(enum.Enum):
    """What follows from the votes if nothing changes until the end."""

    ADOPTED = "adopted"
    TO_DISCUSS = "to_discuss"
    """A seat wants it discussed, or a seat disagrees where consensus is needed."""
    NO_MAJORITY = "no_majority"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True, slots=True)
class SeatVote:
    """A seat, by its sector, and its vote; None while it has not voted."""

    sector: str
    choice: Choice | None


def count(votes: Iterable[SeatVote]) -> Counter[Choice | None]:
    """Return how many seats gave each vote; None counts those that have not voted."""
    return Counter(vote.choice for vote in votes)


def quorum_of_votes(votes: Iterable[SeatVote], *, share: int, required: Sequence[str]) -> Quorum:
    """Return the quorum as in a session, of the seats that voted; abstaining counts, silence does not."""
    places = [Place(vote.sector, vote.choice is not None) for vote in votes]
    return quorum(places, share=share, required=required)


def outcome(choices: Collection[Choice], *, quorum_met: bool, by_vote: bool) -> Outcome:
    """Return what follows from the votes given; seats that are silent are not in `choices`.

    A question that a seat wants discussed stops every circular. Under consensus nobody may disagree; by vote there must
    be more in favour than against. Abstaining seats count for the quorum only, so at least one seat must be in favour.
    """
    if not quorum_met:
        return Outcome.NO_QUORUM
    found = Counter(choices)
    against = found[Choice.DISAGREE]
    if found[Choice.DISCUSS] or (against and not by_vote):
        return Outcome.TO_DISCUSS
    in_favour = sum(found[choice] for choice in IN_FAVOUR)
    return Outcome.ADOPTED if in_favour > against else Outcome.NO_MAJORITY


def working_days_until(first: date, last: date, holiday_on: HolidayOn) -> int:
    """Return the number of working days after `first` until `last`, `last` included."""
    days = ((first + timedelta(days=count)) for count in range(1, (last - first).days + 1))
    return sum(day.weekday() < SATURDAY and holiday_on(day) is None for day in days)


def working_day_after(day: date, count: int, holiday_on: HolidayOn) -> date:
    """Return the date `count` working days after `day`."""
    for _ in range(count):
        day = nearest_working_day(day, holiday_on, step=1)
    return day


def usual_end(now: datetime, zone: ZoneInfo, holiday_on: HolidayOn) -> datetime:
    """Return the local end proposed for a circular that is drafted at `now`."""
    day = working_day_after(now.astimezone(zone).date(), USUAL, holiday_on)
    return datetime.combine(day, CLOSING_TIME, zone)


def is_long_enough(start: datetime, end: datetime, zone: ZoneInfo, holiday_on: HolidayOn) -> bool:
    """Whether a circular that is sent at `start` and ends at `end` circulates for the working days required."""
    days = working_days_until(start.astimezone(zone).date(), end.astimezone(zone).date(), holiday_on)
    return days >= SHORTEST


def is_within_extension(end: datetime, new_end: datetime, zone: ZoneInfo, holiday_on: HolidayOn) -> bool:
    """Whether `new_end` is after `end`, by no more working days than an extension may last."""
    days = working_days_until(end.astimezone(zone).date(), new_end.astimezone(zone).date(), holiday_on)
    return new_end > end and days <= EXTENSION


def reminder_day(end: datetime, zone: ZoneInfo, holiday_on: HolidayOn) -> date:
    """Return the day on which silent seats are reminded: one working day before the end."""
    return nearest_working_day(end.astimezone(zone).date(), holiday_on, step=-1)
