"""Rules of due dates and fulfilment of obligations. Days are local dates."""

from __future__ import annotations

import calendar
import enum
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import takewhile

from commitments.registry.rules import ENDED, CommitmentFacts, Delivery, Verification


class Frequency(enum.Enum):
    """How often an obligation falls due."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}

A_DAY = timedelta(days=1)
AHEAD = 60
"""Number of days before a due date on which its commitment is proposed."""


class Fulfilment(enum.Enum):
    """Fulfilment of an obligation in one period; the most pressing first."""

    LATE = "late"
    BLOCKED = "blocked"
    SUBMITTED = "submitted"
    DUE = "due"
    UNANSWERED = "unanswered"
    PARTLY_MET = "partly_met"
    MET = "met"
    DROPPED = "dropped"


PRESSING = tuple(Fulfilment)


def due_dates(first: date, frequency: Frequency, *, until: date | None) -> Iterator[date]:
    """Yield the due dates of an obligation; of a recurring one those up to `until`, or without limit if it is None.

    A first date on the 31st becomes the last day of shorter months, and the 31st again in longer ones.
    """
    if frequency is Frequency.ONCE:
        yield first
        return
    number = 0
    while (due := _months_later(first, number * MONTHS[frequency])) and not (until and due > until):
        yield due
        number += 1


def next_due(first: date, frequency: Frequency, *, since: date, until: date | None) -> date | None:
    """Return the first due date on or after `since`, or None if there is none."""
    return next((due for due in due_dates(first, frequency, until=until) if due >= since), None)


def periods(first: date, frequency: Frequency, *, since: date, horizon: date, until: date | None) -> list[date]:
    """Return the due dates from `since` to `horizon`, both inclusive; none after `until` for recurring obligations."""
    dues = takewhile(lambda due: due <= horizon, due_dates(first, frequency, until=until))
    return [due for due in dues if due >= since]


def resumes(next_due: date | None, end_before: date | None, end_after: date | None) -> date | None:
    """Return the day from which due dates have no commitment yet, or None if all have one.

    If the end moves to a later day, those are the due dates after the earlier end.
    """
    later = end_before is not None and (end_after is None or end_after > end_before)
    if next_due is None and later and end_before:
        return end_before + A_DAY
    return next_due


def fulfilment(commitment: CommitmentFacts, verification: Verification, today: date) -> Fulfilment:
    """Return the fulfilment of the commitment of one period on `today`."""
    if commitment.met_on is not None:
        return Fulfilment.MET
    if commitment.delivery is Delivery.CLOSED:
        return Fulfilment.MET if verification is Verification.MET else Fulfilment.PARTLY_MET
    if commitment.delivery in ENDED:
        return Fulfilment.DROPPED
    if commitment.days_late(today):
        return Fulfilment.LATE
    if commitment.delivery is Delivery.BLOCKED:
        return Fulfilment.BLOCKED
    if commitment.delivery is Delivery.SUBMITTED:
        return Fulfilment.SUBMITTED
    return Fulfilment.DUE if commitment.is_owed else Fulfilment.UNANSWERED


def fell_due(commitment: CommitmentFacts, found: Fulfilment, today: date) -> bool:
    """Return whether a commitment counts in the share of those kept: it is past its due date, or was verified."""
    if found is Fulfilment.DROPPED:
        return False
    return found in {Fulfilment.MET, Fulfilment.PARTLY_MET} or commitment.current_due < today


def most_pressing(found: Iterable[Fulfilment]) -> Fulfilment | None:
    """Return the most pressing of several fulfilments, or None if there are none."""
    return min(found, key=PRESSING.index, default=None)


def quarter(day: date) -> int:
    """Return the quarter of the year of a day, from 1 to 4."""
    return (day.month + 2) // 3


def _months_later(first: date, months: int) -> date | None:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))
