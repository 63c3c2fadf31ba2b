"""Queries of milestones."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from app.database import db
from commitments.milestones.models import Milestone


def next_of(ids: Collection[UUID]) -> dict[UUID, Milestone]:
    """Return the first milestone of each commitment that is not reached."""
    query = select(Milestone).where(Milestone.commitment_id.in_(ids), Milestone.reached_on.is_(None))
    found: dict[UUID, Milestone] = {}
    for milestone in db.session.scalars(query.order_by(Milestone.due, Milestone.id)):
        found.setdefault(milestone.commitment_id, milestone)
    return found


def late_milestones(commitment_id: Any, today: date) -> Any:
    """Return the number of late milestones of an owed commitment in a row, whose id is the expression."""
    query = select(func.count()).where(
        Milestone.commitment_id == commitment_id, Milestone.reached_on.is_(None), Milestone.due < today
    )
    return query.scalar_subquery()
