"""Barriers that stand."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.database import db
from commitments.blockers.models import Blocker


def standing(commitment_id: UUID) -> Blocker | None:
    """Return the barrier in a promise's way, if one stands."""
    query = select(Blocker).where(Blocker.commitment_id == commitment_id, Blocker.removed_at.is_(None))
    return db.session.scalars(query).first()
