"""Queries for directives and suggestions; access is checked in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.circles.queries import belongs_in, opened_by_role
from app.database import db
from forums.directives.models import Directive, DirectiveState
from forums.minutes.queries import SERVING
from forums.scheduling.models import Forum, Participant, Session, SessionState
from forums.scheduling.queries import readable_forums, taking_part

KEPT = timedelta(days=365)
"""How long after its answer the sender of a suggestion is kept, as the form states."""


def directive_for_act(directive_id: UUID) -> Directive | None:
    """Return a directive with its forum, people, and what became of it."""
    loaded = (
        joinedload(Directive.forum),
        joinedload(Directive.session),
        joinedload(Directive.given_by),
        joinedload(Directive.replied_by),
        joinedload(Directive.agenda_item),
        joinedload(Directive.merged_into),
    )
    return db.session.get(Directive, directive_id, options=loaded)


def readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `person` may read a directive joined with its forum; `policies.read_directive` in SQL.

    Those who organise the forum read all, leadership what its role opens, participants what is on the agenda.
    """
    serves = select(Participant.forum_id).where(taking_part(person.id), Participant.role.in_(SERVING))
    allowed = or_(
        Directive.given_by_id == person.id,
        opened_by_role(Forum.circle_id, person),
        Directive.forum_id.in_(serves),
        and_(Directive.agenda_item_id.is_not(None), belongs_in(Forum.circle_id, person, today)),
        true() if person.is_coordinator else false(),
    )
    return and_(readable_forums(person, today), allowed)


def same(forum_id: UUID, email: str, text: str) -> Directive | None:
    """Return an unanswered suggestion with the same text from the same address."""
    query = select(Directive).where(Directive.forum_id == forum_id, Directive.state == DirectiveState.OPEN)
    return db.session.scalar(query.where(Directive.email == email, Directive.text == text).limit(1))


def upcoming(forum_id: UUID, now: datetime) -> Sequence[Session]:
    """Return the next planned sessions of a forum, soonest first."""
    query = select(Session).where(
        Session.forum_id == forum_id, Session.state == SessionState.PLANNED, Session.ends_at > now
    )
    return db.session.scalars(query.order_by(Session.starts_at).limit(12)).all()


def to_merge_into(directive: Directive) -> Sequence[Directive]:
    """Return the directives and suggestions of the forum into which another one can be merged, newest first."""
    states = (DirectiveState.OPEN, DirectiveState.ON_AGENDA, DirectiveState.COMMITTED, DirectiveState.ANSWERED)
    query = select(Directive).where(
        Directive.forum_id == directive.forum_id, Directive.id != directive.id, Directive.state.in_(states)
    )
    return db.session.scalars(query.order_by(Directive.given_at.desc()).limit(100)).all()


def merged_into(directive: Directive, person: Person, today: date) -> Sequence[Directive]:
    """Return the directives and suggestions that were merged into one and that `person` may read."""
    query = select(Directive).join(Directive.forum).where(Directive.merged_into_id == directive.id)
    query = query.where(readable(person, today))
    return db.session.scalars(query.order_by(Directive.given_at)).all()


def waiting(forum_id: UUID, today: date) -> tuple[int, int]:
    """Return how many directives and suggestions of a forum are unanswered, and how many of them are overdue."""
    late = func.count().filter(Directive.answer_due < today)
    query = select(func.count(), late).where(Directive.forum_id == forum_id, Directive.state == DirectiveState.OPEN)
    total, overdue = db.session.execute(query).one()
    return total, overdue


def to_erase(now: datetime) -> Sequence[Directive]:
    """Return the suggestions whose sender was kept long enough."""
    query = select(Directive).options(joinedload(Directive.forum))
    return db.session.scalars(query.where(Directive.email.is_not(None), Directive.replied_at < now - KEPT)).all()
