"""How sessions and directives are passed on within an organisation."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select, true

from app.accounts.models import Person
from app.circles.models import Circle, Classification, NamedPerson, Steward
from app.clock import utc_now
from app.dispositions import Matter
from app.web.i18n import plain_day
from forums.directives.actions import ANSWERABLE
from forums.directives.labels import title as directive_title
from forums.directives.models import Directive
from forums.directives.policies import answer_directive, read_directive
from forums.directives.queries import directive_for_act
from forums.directives.queries import readable as readable_directives
from forums.scheduling.labels import session_place, session_span, summary
from forums.scheduling.models import Forum, Session, SessionState
from forums.scheduling.policies import read_session
from forums.scheduling.queries import involvement, readable_forums, session_for_detail


def _named_in(circle: Circle) -> ColumnElement[bool]:
    """Return the condition that a person may be told of a circle: everyone, but of a secret one only named people."""
    if circle.classification is not Classification.SECRET:
        return true()
    return Person.id.in_(select(NamedPerson.person_id).where(NamedPerson.circle_id == circle.id))


def _takes_part(person: Person, session: Session) -> bool:
    return involvement(person, session.forum).role is not None


def _is_seated(person: Person, session: Session) -> bool:
    own = involvement(person, session.forum)
    return own.seated or own.role is not None


def _is_ahead(session: Session) -> bool:
    return session.state is SessionState.PLANNED and session.ends_at > utc_now() and not session.forum.archived_at


def _sessions(person: Person, today: date, ids: Select[UUID]) -> Select[UUID, str]:
    title = func.coalesce(func.nullif(Session.title, ""), cast(Session.number, String))
    query = select(Session.id, (Forum.name + " · " + title).label("title")).join(Session.forum)
    return query.where(Session.id.in_(ids), readable_forums(person, today))


def _about_session(session: Session) -> list[tuple[str, Any]]:
    return [(_("Time"), session_span(session)), (_("Place"), session_place(session))]


def _serving(directive: Directive) -> ColumnElement[bool]:
    """Return the condition that a person organises the forum of a directive: only they read all of its directives."""
    circle = directive.forum.circle
    serves = Person.id.in_(select(Steward.person_id).where(Steward.circle_id == circle.id))
    return or_(Person.is_coordinator.is_(True), serves) & _named_in(circle)


def _directives(person: Person, today: date, ids: Select[UUID]) -> Select[UUID, str]:
    query = select(Directive.id, func.substr(Directive.text, 1, 120).label("title")).join(Directive.forum)
    return query.where(Directive.id.in_(ids), readable_directives(person, today))


def _about_directive(directive: Directive) -> list[tuple[str, Any]]:
    return [
        (_("Forum"), directive.forum.name),
        (_("Text"), directive.text),
        (_("Answer by"), plain_day(directive.answer_due)),
    ]


SESSIONS = Matter(
    model=Session,
    word=_l("session"),
    load=session_for_detail,
    circle=lambda session: session.forum.circle,
    title=summary,
    may_read=read_session,
    among=lambda session: _named_in(session.forum.circle),
    gives=_takes_part,
    concerns=_is_seated,
    is_open=_is_ahead,
    named=_sessions,
    facts=_about_session,
)
DIRECTIVES = Matter(
    model=Directive,
    word=_l("directive"),
    load=directive_for_act,
    circle=lambda directive: directive.forum.circle,
    title=directive_title,
    may_read=read_directive,
    among=_serving,
    gives=answer_directive,
    concerns=answer_directive,
    is_open=lambda directive: directive.state in ANSWERABLE and not directive.forum.archived_at,
    named=_directives,
    facts=_about_directive,
)
