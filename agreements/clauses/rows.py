"""Clauses as the pages of an agreement show them: values, and no objects of the database behind them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from agreements.clauses.rules import Frequency, Fulfilment
from app.organisations.models import Sector


class DutyRow(NamedTuple):
    """What a clause makes a party owe; the debtor's name is that of its organisation."""

    id: UUID
    debtor_id: UUID
    sector: Sector
    debtor: str
    text: str
    frequency: Frequency
    first_due: date
    next_due: date | None


class ClauseRow(NamedTuple):
    """A clause with its obligations, both in the order of the text."""

    id: UUID
    number: str
    heading: str
    text: str
    obligations: tuple[DutyRow, ...]


class RightRow(NamedTuple):
    """What a clause gives a party, with the number and heading of the clause."""

    id: UUID
    holder_id: UUID
    text: str
    clause_id: UUID
    number: str
    heading: str


class Standing(NamedTuple):
    """Where one commitment stands: what became of it, its present date, whether that date is near, whether it counts.

    It counts when it is asked how many were kept (`rules.fell_due`).
    """

    id: UUID
    code: str
    first_due: date
    due: date
    found: Fulfilment
    soon: bool
    counts: bool


class ClauseEntry(NamedTuple):
    """A clause as a row: of each obligation the commitment that matters now, and whether the reader `changes` it."""

    clause: ClauseRow
    commitments: tuple[Standing | None, ...]
    is_being_made: bool
    changes: bool
    first: bool
    last: bool
