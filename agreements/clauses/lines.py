"""Obligations as the page of an agreement shows them: values, and no objects of the database behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from agreements.clauses.compliance import Standing, present
from agreements.clauses.models import Clause
from agreements.clauses.rules import Frequency, Fulfilment
from app.organisations.models import Sector
from commitments.registry.models import Commitment


class PromiseLine(NamedTuple):
    """The promise of an obligation that matters now."""

    id: UUID
    code: str
    found: Fulfilment
    due: date
    soon: bool


class ObligationLine(NamedTuple):
    """What a clause makes a party owe, what became of it, and whether the reader may `change` it."""

    id: UUID
    sector: Sector
    debtor: str
    text: str
    frequency: Frequency
    first_due: date
    next_due: date | None
    is_being_made: bool
    promise: PromiseLine | None
    change: bool


def obligation_lines(
    clause: Clause, promises: Mapping[UUID, Sequence[Commitment]], today: date, *, change: bool
) -> list[ObligationLine]:
    """Return the lines of a clause's obligations, in order."""
    return [
        ObligationLine(
            one.id,
            one.debtor.seat.sector,
            one.debtor.seat.organisation.name,
            one.text,
            one.frequency,
            one.first_due,
            one.next_due,
            clause.agreement.is_being_made,
            _promise(present(promises.get(one.id, ()), today)),
            change,
        )
        for one in clause.obligations
    ]


def _promise(standing: Standing | None) -> PromiseLine | None:
    if standing is None:
        return None
    made = standing.commitment
    return PromiseLine(made.id, made.code, standing.found, standing.due, standing.soon)
