"""Queries for the organisation that convenes a forum, and the letterhead of its documents."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.circles.queries import seats_on
from app.database import db
from app.organisations.letterheads.queries import profile_of
from app.organisations.models import Organisation
from app.settings.rules import InstanceProfile
from forums.papers.convener.models import Convener
from forums.scheduling.models import Forum


def convener_of(forum_id: UUID, at: datetime | None = None) -> Organisation | None:
    """Return the organisation that convenes a forum, at an earlier moment if given; None if none was named."""
    query = select(Convener).where(Convener.forum_id == forum_id)
    if at:
        query = query.where(Convener.since <= at)
    found = db.session.scalar(query.order_by(Convener.since.desc(), Convener.id.desc()).limit(1))
    return found.organisation if found else None


def issuer_of(forum_id: UUID, at: datetime | None = None) -> InstanceProfile | None:
    """Return the letterhead of a forum's documents issued at `at`, else now; None: that of the instance."""
    convener = convener_of(forum_id, at)
    return profile_of(convener.id, at) if convener else None


def candidates(forum: Forum, day: date) -> list[Organisation]:
    """Return the organisations that can convene a forum: those with a seat."""
    return [seat.organisation for seat in seats_on(forum.circle_id, day)]
