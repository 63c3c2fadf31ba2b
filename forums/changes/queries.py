"""Queries for the changes of a forum's schedule, and for sessions that can be changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import defer, joinedload

from app.accounts.models import Person
from app.database import db
from forums.changes.models import Change
from forums.scheduling import queries
from forums.scheduling.models import Participant, Session, SessionState

SHOWN = 50


def changes_of(forum_id: UUID) -> Sequence[Change]:
    """Return the latest changes of a forum, with their authors."""
    return db.session.scalars(_changes_of(forum_id)).all()


def _changes_of(forum_id: UUID) -> Select[Change]:
    return every_change().where(Change.forum_id == forum_id).order_by(Change.at.desc(), Change.id).limit(SHOWN)


def every_change() -> Select[Change]:
    """Select changes with their authors, without the undo data."""
    return select(Change).options(defer(Change.rows), joinedload(Change.by).lazyload(Person.organisation))


def coming_sessions(forum_id: UUID, now: datetime) -> Sequence[Session]:
    """Return the upcoming planned sessions of a forum that are not open, soonest first."""
    return db.session.scalars(queries.coming(forum_id, now)).all()


def busy_times(
    people: Collection[UUID], since: datetime, until: datetime, *, without: UUID | None = None
) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """Return when people have planned sessions between two instants, in any forum, except the session `without`."""
    query = (
        select(Participant.person_id, Session.starts_at, Session.ends_at)
        .join(Session, Session.forum_id == Participant.forum_id)
        .where(
            Participant.person_id.in_(people),
            Participant.left_at.is_(None),
            Session.state == SessionState.PLANNED,
            Session.starts_at < until,
            Session.ends_at > since,
        )
    )
    if without is not None:
        query = query.where(Session.id != without)
    found: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for person_id, starts_at, ends_at in db.session.execute(query):
        found[person_id].append((starts_at, ends_at))
    return found
