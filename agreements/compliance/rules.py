"""Rules of compliance: what became of an obligation in a period, what a chart shows and which finding is its title."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from agreements.clauses.rules import Frequency, Fulfilment, quarter
from commitments.registry.rules import Verification

MOST_ROWS = 24
"""Maximum number of rows of a chart, beyond which it shows the most pressing ones."""
MOST_DRAWN = 150
"""Maximum number of rows of a chart of which all were requested."""
MOST_BANDS = 16
"""Maximum number of rows of the chart of all agreements, which shows the most pressing ones."""
MONTHS = 12
MARGIN = timedelta(days=17)
"""Empty days after the last mark of a chart."""
NEAR = 60
"""Number of days after a year up to which the chart of that year includes the end of the agreement."""


class Outcome(enum.Enum):
    """What became of an obligation in one period; the most pressing first."""

    LATE = "late"
    BLOCKED = "blocked"
    WAITING = "waiting"
    OPEN = "open"
    UNANSWERED = "unanswered"
    PARTLY_MET = "partly_met"
    MET_LATE = "met_late"
    MET = "met"
    DROPPED = "dropped"


PRESSING = tuple(Outcome)
ENDED = frozenset({Outcome.PARTLY_MET, Outcome.MET_LATE, Outcome.MET, Outcome.DROPPED})
_OUTCOMES = {
    Fulfilment.LATE: Outcome.LATE,
    Fulfilment.BLOCKED: Outcome.BLOCKED,
    Fulfilment.SUBMITTED: Outcome.WAITING,
    Fulfilment.DUE: Outcome.OPEN,
    Fulfilment.UNANSWERED: Outcome.UNANSWERED,
    Fulfilment.PARTLY_MET: Outcome.PARTLY_MET,
    Fulfilment.MET: Outcome.MET,
    Fulfilment.DROPPED: Outcome.DROPPED,
}


class Owed(NamedTuple):
    """What one party owes in one period of an obligation, and what became of it. Days are local dates.

    `number` is the position of the obligation in its clause. `met_on` is the day of the delivery that was found to meet
    the criteria, `delivered_on` that of the last delivery. `counts`: it fell due, so it counts in the share met.
    """

    agreement_id: UUID
    obligation_id: UUID
    commitment_id: UUID
    code: str
    clause: str
    number: int
    text: str
    debtor_id: UUID
    verifier_id: UUID
    frequency: Frequency
    verification: Verification
    first_due: date
    due: date
    outcome: Outcome
    met_on: date | None
    delivered_on: date | None
    counts: bool

    @property
    def days_after_first(self) -> int:
        """Return the number of days from the first due date to the day on which it was met; 0 if it was not late."""
        return max(0, (self.met_on - self.first_due).days) if self.met_on else 0

    def days_late(self, today: date) -> int:
        """Return the number of days since its current due date if it is late on `today`, else 0."""
        return (today - self.due).days if self.outcome is Outcome.LATE else 0


_DRAWN = {
    **dict.fromkeys((Outcome.BLOCKED, Outcome.WAITING, Outcome.UNANSWERED, Outcome.OPEN), Outcome.OPEN),
    **{one: one for one in (Outcome.LATE, Outcome.PARTLY_MET, Outcome.MET_LATE, Outcome.MET)},
}


def drawn_as(outcome: Outcome) -> Outcome | None:
    """Return the outcome as which a chart of all agreements counts it: all that is open as one, None if dropped."""
    return _DRAWN.get(outcome)


def outcome_of(found: Fulfilment, *, first_due: date, met_on: date | None) -> Outcome:
    """Return what became of an obligation: met by its first due date or later, or how far it is."""
    if found is Fulfilment.MET and met_on and met_on > first_due:
        return Outcome.MET_LATE
    return _OUTCOMES[found]


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of periods of obligations: all of them, those that fell due, and what became of them."""

    all: int
    due: int
    met: int
    on_first: int
    late_now: int
    met_late: int
    open: int

    @property
    def late(self) -> int:
        """Return the number of those that were met late or are late now."""
        return self.met_late + self.late_now


def count(owed: Iterable[Owed]) -> Counts:
    """Count periods of obligations; `met` contains those met late, `open` all that have not ended."""
    found = list(owed)
    outcomes = [one.outcome for one in found]
    on_first, met_late = outcomes.count(Outcome.MET), outcomes.count(Outcome.MET_LATE)
    return Counts(
        all=len(found),
        due=sum(one.counts for one in found),
        met=on_first + met_late,
        on_first=on_first,
        late_now=outcomes.count(Outcome.LATE),
        met_late=met_late,
        open=sum(one not in ENDED for one in outcomes),
    )


class Finding(enum.Enum):
    """What a chart of obligations in time says first."""

    NOTHING = "nothing"
    NOTHING_DUE = "nothing_due"
    ALL_ON_FIRST = "all_on_first"
    ALL_MET = "all_met"
    SOME_MET = "some_met"
    NONE_MET = "none_met"


def finding(counts: Counts) -> Finding:
    """Return the finding of the numbers, which the title of the chart states."""
    if not counts.all:
        return Finding.NOTHING
    if not counts.due:
        return Finding.NOTHING_DUE
    if counts.on_first == counts.due:
        return Finding.ALL_ON_FIRST
    if counts.met == counts.due:
        return Finding.ALL_MET
    return Finding.SOME_MET if counts.met else Finding.NONE_MET


class Lean(NamedTuple):
    """The party whose obligations and rights differ most, and by how much: below 0 it has more rights."""

    party_id: UUID
    difference: int


def leaning(balance: Sequence[tuple[UUID, int, int]]) -> Lean | None:
    """Return the party with the largest difference of obligations and rights, given as (party, obligations, rights).

    Of equal differences the one with more obligations, then the first one counts. None: all parties are in balance.
    """
    leans = [Lean(party_id, duties - rights) for party_id, duties, rights in balance]
    most = max(leans, key=lambda one: (abs(one.difference), one.difference), default=None)
    return most if most and most.difference else None


def chosen(owed: Sequence[Owed], most: int) -> list[Owed]:
    """Return at most `most` periods in their order: the most pressing ones, of equally pressing ones the latest."""
    if len(owed) <= most:
        return list(owed)
    ranked = sorted(owed, key=lambda one: (PRESSING.index(one.outcome), -one.due.toordinal()))
    kept = {one.commitment_id for one in ranked[:most]}
    return [one for one in owed if one.commitment_id in kept]


class Window(NamedTuple):
    """The days that a chart shows, and the last day of the agreement if it is one of them."""

    start: date
    end: date
    ends_on: date | None

    @property
    def last(self) -> date:
        """Return its last day with a mark, or the end of the year; after it the margin is empty."""
        return self.end - MARGIN


def window(year: int, days: Iterable[date], ends_on: date | None) -> Window:
    """Return the window of a chart of `year` that includes `days`, and the end of the agreement if it is near."""
    shown = [date(year, 1, 1), date(year, 12, 31), *days]
    near = ends_on if ends_on and date(year, 1, 1) <= ends_on <= date(year, 12, 31) + timedelta(days=NEAR) else None
    if near:
        shown.append(near)
    return Window(min(shown), max(shown) + MARGIN, near)


def months(start: date, end: date, step: int = 1) -> list[date]:
    """Return the first days of months from `start` to `end`, those of every `step` months of the year."""
    number, found = start.year * 12 + start.month - 1 + (start.day > 1), []
    while (day := date(number // 12, number % 12 + 1, 1)) <= end:
        if (day.month - 1) % step == 0:
            found.append(day)
        number += 1
    return found


def period_number(frequency: Frequency, day: date) -> int:
    """Return the number of the period of the year to which a due date belongs; 0 if the obligation does not recur."""
    return {
        Frequency.MONTHLY: day.month,
        Frequency.QUARTERLY: quarter(day),
        Frequency.HALF_YEARLY: (day.month + 5) // 6,
    }.get(frequency, 0)
