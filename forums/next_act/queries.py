"""Queries for the sessions of a forum on which its next act depends."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select

from app.database import db
from forums.agenda.models import AgendaItem, ItemState
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import Session, SessionState


class ComingSession(NamedTuple):
    """The next session of a forum, or the one that is open, and whether its agenda has an accepted item."""

    session: Session
    has_agenda: bool


class HeldSession(NamedTuple):
    """The last session held, with id and state of the latest version of its minutes; None without minutes."""

    session: Session
    minutes_id: UUID | None
    state: MinutesState | None


def coming_session(forum_id: UUID, now: datetime) -> ComingSession | None:
    """Return the first planned session that is open or not over."""
    accepted = select(AgendaItem.id).where(AgendaItem.session_id == Session.id, AgendaItem.state == ItemState.ACCEPTED)
    query = select(Session, accepted.exists()).where(
        Session.forum_id == forum_id,
        Session.state == SessionState.PLANNED,
        or_(Session.ends_at > now, Session.opened_at.is_not(None)),
    )
    found = db.session.execute(query.order_by(Session.starts_at).limit(1)).first()
    return ComingSession(*found) if found else None


def held_session(forum_id: UUID) -> HeldSession | None:
    """Return the last session held with the latest version of its minutes."""
    query = (
        select(Session, Minutes.id, Minutes.state)
        .outerjoin(Minutes, Minutes.session_id == Session.id)
        .where(Session.forum_id == forum_id, Session.state == SessionState.HELD)
        .order_by(Session.starts_at.desc(), Minutes.version.desc())
    )
    found = db.session.execute(query.limit(1)).first()
    return HeldSession(*found) if found else None
