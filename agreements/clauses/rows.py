"""Read-only rows of clauses, obligations and rights for pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from agreements.clauses.rules import Frequency, Fulfilment
from app.organisations.models import Sector


class DutyRow(NamedTuple):
    """An obligation; `debtor` is the name of the organisation that owes it."""

    id: UUID
    debtor_id: UUID
    sector: Sector
    debtor: str
    text: str
    frequency: Frequency
    first_due: date
    next_due: date | None
    ended_on: date | None = None


class ClauseRow(NamedTuple):
    """A clause with its obligations, both in the order of the text."""

    id: UUID
    number: str
    heading: str
    text: str
    obligations: tuple[DutyRow, ...]
    removed_on: date | None = None
    version: int | None = None
    """The newest version; None if it was not changed since the signature."""


def in_force(clauses: Iterable[ClauseRow]) -> list[ClauseRow]:
    """Return the clauses and obligations that are still part of the text."""
    return [
        one._replace(obligations=tuple(duty for duty in one.obligations if duty.ended_on is None))
        for one in clauses
        if one.removed_on is None
    ]


class RightRow(NamedTuple):
    """A right of a party, with the id, number and heading of its clause."""

    id: UUID
    holder_id: UUID
    text: str
    clause_id: UUID
    number: str
    heading: str


class ObligationStatus(NamedTuple):
    """The fulfilment of a commitment.

    `due`: its current due date; `soon`: whether that is at most `SOON` days away or past; `counts`: whether it counts
    in the share of commitments kept (`rules.fell_due`).
    """

    id: UUID
    code: str
    first_due: date
    due: date
    found: Fulfilment
    soon: bool
    counts: bool


class ClauseEntry(NamedTuple):
    """A clause on the page of its agreement, with the current commitment of each obligation.

    `changes`: whether the reader may change the clause; `first`, `last`: whether it is the first or last clause.
    """

    clause: ClauseRow
    commitments: tuple[ObligationStatus | None, ...]
    is_being_made: bool
    changes: bool
    first: bool
    last: bool
