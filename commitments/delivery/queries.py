"""A promise's timeline and its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.database import db
from app.statements import prepared
from commitments.delivery.models import Evidence, Update

RECENT = 100
"""The longest timeline that a page shows."""


def timeline(commitment_id: UUID) -> Sequence[Update]:
    """Return what happened, newest first, with who did it and the evidence, in one statement."""
    return db.session.scalars(*_timeline(commitment_id)).unique().all()


@prepared
def _timeline(commitment_id: UUID) -> Select[Update]:
    return (
        select(Update)
        .where(Update.commitment_id == commitment_id)
        .options(joinedload(Update.evidence))
        .order_by(Update.at.desc(), Update.id)
        .limit(RECENT)
    )


def has_evidence(commitment_id: UUID) -> bool:
    """Whether anything was ever handed in as evidence."""
    return db.session.scalar(select(Evidence.id).where(Evidence.commitment_id == commitment_id).limit(1)) is not None
