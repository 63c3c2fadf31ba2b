"""A promise's timeline and its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.database import db
from commitments.delivery.models import Evidence, Update

RECENT = 100
"""The longest timeline that a page shows."""


def timeline(commitment_id: UUID) -> Sequence[Update]:
    """Return what happened, newest first, with who did it and the evidence, in one statement."""
    query = (
        select(Update)
        .where(Update.commitment_id == commitment_id)
        .options(joinedload(Update.evidence))
        .order_by(Update.at.desc(), Update.id)
        .limit(RECENT)
    )
    return db.session.scalars(query).unique().all()


def has_evidence(commitment_id: UUID) -> bool:
    """Whether anything was ever handed in as evidence."""
    return db.session.scalar(select(Evidence.id).where(Evidence.commitment_id == commitment_id).limit(1)) is not None
