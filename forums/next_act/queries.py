"""The query for the sessions of a forum on which its next act depends."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, or_, select, union_all

from app.database import db
from forums.agenda.models import AgendaItem, ItemState
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import Session, SessionState


class Neighbour(NamedTuple):
    """A session, whether its agenda has an accepted item, and the latest version of its minutes; None without any."""

    session: Session
    has_agenda: bool
    minutes_id: UUID | None
    minutes_state: MinutesState | None


def neighbours(forum_id: UUID, now: datetime) -> tuple[Neighbour | None, Neighbour | None]:
    """Return the first planned session that is open or not over, and the last session held, in one query."""
    found = [Neighbour(*row) for row in db.session.execute(_neighbours(forum_id, now)).all()]
    held = next((one for one in found if one.session.state is SessionState.HELD), None)
    return next((one for one in found if one is not held), None), held


def _neighbours(forum_id: UUID, now: datetime) -> Select[Session, bool, UUID | None, MinutesState | None]:
    own = select(Session.id).where(Session.forum_id == forum_id)
    ahead = or_(Session.ends_at > now, Session.opened_at.is_not(None))
    coming = own.where(Session.state == SessionState.PLANNED, ahead).order_by(Session.starts_at).limit(1)
    held = own.where(Session.state == SessionState.HELD).order_by(Session.starts_at.desc()).limit(1)
    wanted = union_all(coming.subquery().select(), held.subquery().select())
    accepted = select(AgendaItem.id).where(AgendaItem.session_id == Session.id, AgendaItem.state == ItemState.ACCEPTED)
    latest = (
        select(Minutes.id)
        .where(Minutes.session_id == Session.id)
        .order_by(Minutes.version.desc())
        .limit(1)
        .correlate(Session)
        .scalar_subquery()
    )
    query = select(Session, accepted.exists(), Minutes.id, Minutes.state).outerjoin(Minutes, Minutes.id == latest)
    return query.where(Session.id.in_(wanted))
