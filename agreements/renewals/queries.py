"""Queries of renewals: the terms that went by, and agreements that are renewed by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from agreements.registry.models import Agreement, Party, TacitRenewal
from agreements.registry.rules import Renewal, Stage
from app.database import db


def last_ended(agreement_id: UUID) -> date | None:
    """Return the last day of the latest term that was followed by another by itself, or None."""
    query = select(func.max(TacitRenewal.ended_on)).where(TacitRenewal.agreement_id == agreement_id)
    return db.session.scalar(query)


def ended_tacitly(today: date) -> Sequence[Agreement]:
    """Return the signed agreements whose end has passed and that go on by themselves: no party objected to the end."""
    objected = select(Party.id).where(Party.agreement_id == Agreement.id, Party.objected_to == Agreement.expires_on)
    query = (
        select(Agreement)
        .where(
            Agreement.stage == Stage.SIGNED,
            Agreement.renewal == Renewal.TACIT,
            Agreement.effective_on.is_not(None),
            Agreement.expires_on < today,
            ~objected.exists(),
        )
        .options(selectinload(Agreement.parties))
        .order_by(Agreement.expires_on, Agreement.id)
    )
    return db.session.scalars(query).all()
