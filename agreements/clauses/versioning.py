"""Versions of the clauses of signed agreements."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from agreements.clauses import queries
from agreements.clauses.models import Clause, ClauseVersion
from app.accounts.models import Person
from app.database import db


def keep_first(clause: Clause, *, at: datetime) -> int:
    """Keep the present text of a clause as its first version unless it has versions; return its newest version."""
    if earlier := queries.versions_of(clause.id):
        return earlier[-1].version
    agreement = clause.agreement
    _keep(clause, 1, since=agreement.effective_on or agreement.signed_on, at=at)
    return 1


def keep(
    clause: Clause,
    *,
    since: date | None,
    by: Person,
    at: datetime,
    amendment_id: UUID | None = None,
    reason: str = "",
) -> ClauseVersion:
    """Keep the present text of a clause as its next version, made by an amendment or a correction (`reason`)."""
    earlier = queries.versions_of(clause.id)
    version = earlier[-1].version + 1 if earlier else 1
    kept = _keep(clause, version, since=since, at=at)
    kept.by_id, kept.amendment_id, kept.reason = by.id, amendment_id, reason
    return kept


def _keep(clause: Clause, version: int, *, since: date | None, at: datetime) -> ClauseVersion:
    kept = ClauseVersion(
        clause_id=clause.id,
        version=version,
        number=clause.number,
        heading=clause.heading,
        text=clause.text,
        since=since,
        at=at,
    )
    db.session.add(kept)
    db.session.flush()
    return kept
