"""Queries for what is due: sessions that need invitations or reminders, and unanswered invitations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.database import db
from forums.invitations.models import Answer, AnswerState, Invitation
from forums.scheduling.models import AWAITS_CONFIRMATION, Session, SessionState
from forums.scheduling.queries import is_ahead
from forums.scheduling.rows import SESSION_COLUMNS, SessionRow
from forums.scheduling.rules import LONGEST


def invited_sessions(forum_id: UUID, now: datetime) -> Sequence[Session]:
    """Return the planned sessions of a forum that are not over and whose invitations went out, soonest first."""
    query = select(Session).where(
        Session.forum_id == forum_id,
        Session.state == SessionState.PLANNED,
        Session.invited_at.is_not(None),
        Session.ends_at > now,
    )
    return db.session.scalars(query.order_by(Session.starts_at)).all()


def to_invite(now: datetime, until: datetime) -> Sequence[Session]:
    """Return planned sessions between two instants without invitations whose date is final."""
    query = select(Session).where(
        Session.state == SessionState.PLANNED,
        Session.invited_at.is_(None),
        ~AWAITS_CONFIRMATION,
        Session.opened_at.is_(None),
        Session.starts_at > now,
        Session.starts_at <= until,
    )
    return db.session.scalars(query.order_by(Session.starts_at)).all()


def to_remind(now: datetime, until: datetime) -> Sequence[Session]:
    """Return planned sessions between two instants whose invitations went out."""
    query = select(Session).where(
        Session.state == SessionState.PLANNED,
        Session.invited_at.is_not(None),
        Session.opened_at.is_(None),
        Session.starts_at > now,
        Session.starts_at <= until,
    )
    return db.session.scalars(query.order_by(Session.starts_at)).all()


class Unanswered(NamedTuple):
    """An unanswered invitation; `total` is the number of unanswered invitations."""

    invitation_id: UUID
    session: SessionRow
    total: int


def unanswered(person: Person, now: datetime, most: int) -> list[Unanswered]:
    """Return a person's first unanswered invitations to upcoming sessions."""
    found = db.session.execute(_unanswered(person.id, now, now - LONGEST, most=most)).all()
    return [Unanswered(row[0], SessionRow._make(row[2:]), row[1]) for row in found]


def _unanswered(person_id: UUID, now: datetime, begun: datetime, *, most: int) -> Select[*tuple[Any, ...]]:
    """Select invitations whose answer in effect, as `holding` defines it, is missing or NEEDS_ACTION."""
    own, default = aliased(Answer), aliased(Answer)
    silent = or_(
        default.id.is_(None),
        default.answer == AnswerState.NEEDS_ACTION,
        Session.slot != Session.starts_at,
        default.received_at >= Session.ends_at,
    )
    few = select(Session.id).where(is_ahead(now, begun), Session.invited_at.is_not(None)).subquery()
    return (
        select(Invitation.id, func.count().over(), *SESSION_COLUMNS)
        .select_from(few)
        .join(Invitation, Invitation.session_id == few.c.id)
        .join(Invitation.session)
        .join(Session.forum)
        .outerjoin(own, and_(own.session_id == Session.id, own.person_id == person_id))
        .outerjoin(default, and_(default.series_id == Session.series_id, default.person_id == person_id))
        .where(
            Invitation.person_id == person_id,
            Invitation.withdrawn_at.is_(None),
            or_(own.answer == AnswerState.NEEDS_ACTION, and_(own.id.is_(None), silent)),
        )
        .order_by(Session.starts_at, Invitation.id)
        .limit(most)
    )
