"""Queries of barriers."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select

from app.database import db
from commitments.blockers.models import Blocker


def current_blocker(commitment_id: UUID) -> Blocker | None:
    """Return the open barrier of a commitment, or None."""
    return db.session.scalars(_current_blocker(commitment_id)).first()


def _current_blocker(commitment_id: UUID) -> Select[Blocker]:
    return select(Blocker).where(Blocker.commitment_id == commitment_id, Blocker.removed_at.is_(None))
