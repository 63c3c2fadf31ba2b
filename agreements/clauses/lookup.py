"""The search for clauses, obligations and rights of agreements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, Select, select

from agreements.clauses.models import Clause, Obligation, Right
from agreements.registry.lookup import KIND, SHOWN
from agreements.registry.models import Agreement
from agreements.registry.queries import readable_whole
from app.accounts.models import Person
from app.search.sources import Source

OF_CLAUSE: tuple[Any, ...] = (Clause.agreement_id.label("object_id"), Clause.id.label("anchor"), *SHOWN)


def clauses() -> Select[Any]:
    """Select clauses with number, heading and text."""
    columns = (Clause.id, Clause.number, Clause.heading, Clause.text)
    return select(*columns, *OF_CLAUSE).join(Clause.agreement).where(Clause.removed_on.is_(None))


def obligations() -> Select[Any]:
    """Select obligations with their criteria."""
    columns = (Obligation.id, Obligation.text, Obligation.criteria)
    found = select(*columns, *OF_CLAUSE).join(Obligation.clause).join(Clause.agreement)
    return found.where(Obligation.ended_on.is_(None))


def rights() -> Select[Any]:
    """Select rights."""
    found = select(Right.id, Right.text, *OF_CLAUSE).join(Right.clause).join(Clause.agreement)
    return found.where(Right.ended_on.is_(None))


def _clause_readable(person: Person, today: date) -> ColumnElement[bool]:
    readable = select(Agreement.id).where(Agreement.id == Clause.agreement_id, readable_whole(person, today))
    return readable.correlate(Clause).exists()


def _part_readable(part: type[Obligation] | type[Right], person: Person, today: date) -> ColumnElement[bool]:
    readable = select(Clause.id).join(Clause.agreement)
    readable = readable.where(Clause.id == part.clause_id, readable_whole(person, today))
    return readable.correlate(part).exists()


def _parts_of_clauses(part: type[Obligation] | type[Right], ids: Collection[UUID]) -> Select[UUID]:
    return select(part.id).where(part.clause_id.in_(ids))


def _parts_of_agreements(part: type[Obligation] | type[Right], ids: Collection[UUID]) -> Select[UUID]:
    return select(part.id).join(part.clause).where(Clause.agreement_id.in_(ids))


CLAUSES = Source(
    name="clauses",
    kind=KIND,
    model=Clause,
    rows=clauses,
    readable=_clause_readable,
    text=lambda row: "\n".join(filter(None, (f"{row.number} {row.heading}", row.text))),
    follows={Agreement: lambda ids: select(Clause.id).where(Clause.agreement_id.in_(ids))},
    searches_title=False,
)
OBLIGATIONS = Source(
    name="obligations",
    kind=KIND,
    model=Obligation,
    rows=obligations,
    readable=lambda person, today: _part_readable(Obligation, person, today),
    text=lambda row: f"{row.text}\n{row.criteria}",
    follows={
        Clause: lambda ids: _parts_of_clauses(Obligation, ids),
        Agreement: lambda ids: _parts_of_agreements(Obligation, ids),
    },
    searches_title=False,
)
RIGHTS = Source(
    name="rights",
    kind=replace(KIND, href=lambda entry: url_for("agreements.compliance.rights", agreement_id=entry.object_id)),
    model=Right,
    rows=rights,
    readable=lambda person, today: _part_readable(Right, person, today),
    follows={
        Clause: lambda ids: _parts_of_clauses(Right, ids),
        Agreement: lambda ids: _parts_of_agreements(Right, ids),
    },
    searches_title=False,
)
