"""Queries for letterheads of organisations."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.database import db
from app.organisations.letterheads.models import Letterhead
from app.settings.queries import instance, instance_at
from app.settings.rules import Emblem, InstanceProfile


def letterhead_of(organisation_id: UUID, at: datetime | None = None) -> Letterhead | None:
    """Return the letterhead of an organisation, at an earlier moment if given; None if it has none."""
    query = select(Letterhead).where(Letterhead.organisation_id == organisation_id)
    if at:
        query = query.where(Letterhead.since <= at)
    found = db.session.scalar(query.order_by(Letterhead.since.desc(), Letterhead.id.desc()).limit(1))
    return found if found and found.unit else None


def profile_of(organisation_id: UUID, at: datetime | None = None) -> InstanceProfile | None:
    """Return the letterhead of an organisation as documents use it, with the time zone of the instance."""
    own = letterhead_of(organisation_id, at)
    if own is None:
        return None
    file = own.emblem
    emblem = Emblem(file.id, file.sha256, file.media_type) if file else None
    base = instance_at(at) if at else instance()
    return replace(base, unit=own.unit, above=own.above, address=own.address, city=own.city or base.city, emblem=emblem)
