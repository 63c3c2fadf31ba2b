"""The open commitments of an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from agreements.clauses.models import Clause, Obligation, obligation_commitments
from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.rules import OPEN


def open_commitments(agreement_id: UUID) -> Sequence[Commitment]:
    """Return the open commitments of all obligations of an agreement, nearest due date first."""
    made = obligation_commitments.c
    query = (
        select(Commitment)
        .join(obligation_commitments, made.commitment_id == Commitment.id)
        .join(Obligation, Obligation.id == made.obligation_id)
        .join(Clause, Clause.id == Obligation.clause_id)
        .where(Clause.agreement_id == agreement_id, Commitment.delivery.in_(OPEN))
        .order_by(Commitment.current_due, Commitment.code)
    )
    return db.session.scalars(query).unique().all()
