"""Proposing a matter of alignment to the agenda of a session: the sessions that can be chosen, and the form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import contains_eager
from wtforms import SelectField
from wtforms.validators import InputRequired

from app.accounts.models import Person
from app.circles.models import Circle, CircleKind, Classification, NamedPerson, Seat
from app.circles.queries import is_taken
from app.circles.rules import more_open_than
from app.clock import utc_now
from app.database import db
from app.web.forms import Form, identity, options
from app.web.i18n import short_day
from forums.agenda.actions import Draft
from forums.agenda.actions import propose as propose_item
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.agenda.policies import arrange_agenda
from forums.scheduling.labels import session_name
from forums.scheduling.models import Forum, ForumRole, Participant, Session, SessionState
from forums.scheduling.queries import readable_forums, taking_part

MOST_SESSIONS = 12
"""Maximum number of sessions to which a matter can be proposed."""
MINUTES = 15
"""Minutes that an item about a matter is allotted."""
WAITING = (ItemState.PROPOSED, ItemState.ACCEPTED)
"""The states of items that are still to be discussed."""


class AgendaForm(Form):
    """The session that is to talk a matter over."""

    ids = {"session": "a planned session of the forum, or of another one for what belongs to no forum"}

    session = SelectField(_l("Session"), [InputRequired(_l("Choose a session"))], coerce=identity)

    def offer(self, sessions: Sequence[Session]) -> None:
        """Set the sessions that can be chosen."""
        self.session.choices = options(
            (str(one.id), f"{one.forum.name}, {session_name(one)}, {short_day(one.starts_at, one.timezone)}")
            for one in sessions
        )


def sessions_for(circle: Circle | None, person: Person, today: date, now: datetime) -> Sequence[Session]:
    """Return planned sessions to which `person` may propose: of the circle's forum, else the next of each forum.

    For an agreement these are forums whose people may all know of it, because the item names its parties; none for a
    secret one. Without a circle the matter is known to everyone.
    """
    query = select(Session).join(Session.forum).join(Circle, Circle.id == Forum.circle_id)
    query = query.where(_takes_proposals_of(person, today)).order_by(Session.starts_at, Session.id)
    if circle and circle.kind is CircleKind.FORUM:
        query = query.where(Circle.id == circle.id, *_is_planned(now))
    else:
        query = query.where(Session.id.in_(coming_anywhere(now)))
        if circle:
            query = query.where(_is_no_more_open(circle, today))
    return db.session.scalars(query.options(contains_eager(Session.forum)).limit(MOST_SESSIONS)).all()


def _takes_proposals_of(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may propose to the sessions of a forum: `propose_item` in SQL."""
    own = taking_part(person.id), Participant.forum_id == Forum.id
    role = select(Participant.role).where(*own).limit(1).scalar_subquery()
    seats = select(Seat.circle_id).where(Seat.organisation_id == person.organisation_id, is_taken(today))
    voting = Forum.circle_id.in_(seats.where(Seat.observer.is_(False)))
    may_read = readable_forums(person, today)
    if person.is_coordinator or person.is_leadership:
        return may_read
    return and_(may_read, or_(role != ForumRole.OBSERVER, and_(role.is_(None), voting)))


def _is_no_more_open(circle: Circle, today: date) -> ColumnElement[bool]:
    """Return the condition that the circle of a forum opens it to nobody who may not know of an agreement's circle."""
    if circle.classification is Classification.SECRET:
        return false()
    as_closed = Circle.classification.not_in(more_open_than(circle.classification))
    if circle.classification is Classification.PUBLIC:
        return as_closed
    parties = select(Seat.organisation_id).where(Seat.circle_id == circle.id, is_taken(today))
    others = select(Seat.id).where(Seat.circle_id == Circle.id, is_taken(today), Seat.organisation_id.not_in(parties))
    people = select(NamedPerson.person_id).where(NamedPerson.circle_id == circle.id)
    strangers = select(NamedPerson.person_id).join(Person, Person.id == NamedPerson.person_id)
    strangers = strangers.where(NamedPerson.circle_id == Circle.id, NamedPerson.person_id.not_in(people))
    strangers = strangers.where(Person.organisation_id.not_in(parties), Person.is_coordinator.is_(False))
    if circle.classification is Classification.INTERNAL:
        strangers = strangers.where(Person.is_leadership.is_(False))
    return and_(as_closed, ~others.correlate(Circle).exists(), ~strangers.correlate(Circle).exists())


def next_sessions(circle_ids: Collection[UUID], now: datetime) -> dict[UUID, Session]:
    """Return the next planned session of each forum with one of these circles, by circle."""
    query = select(Session, Forum.circle_id).join(Session.forum)
    query = query.where(Forum.circle_id.in_(circle_ids), Session.id.in_(coming_anywhere(now)))
    return {circle_id: session for session, circle_id in db.session.execute(query)}


def coming_anywhere(now: datetime) -> Select[UUID]:
    """Select the id of the next planned session of each forum."""
    planned = _is_planned(now)
    soonest = select(Session.forum_id, func.min(Session.starts_at).label("starts_at")).where(*planned)
    first = soonest.group_by(Session.forum_id).subquery()
    same = (first.c.forum_id == Session.forum_id) & (first.c.starts_at == Session.starts_at)
    return select(Session.id).join(first, same).where(*planned)


def _is_planned(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Session.state == SessionState.PLANNED, Session.opened_at.is_(None), Session.starts_at > now


def put(session: Session, *, title: str, question: str, by: Person, at: datetime) -> AgendaItem:
    """Propose a matter as a joint solution; it is accepted at once if `by` arranges the agenda."""
    draft = Draft(title=title[:200], purpose=Purpose.JOINT_SOLUTION, minutes=MINUTES, question=question[:300])
    made = propose_item(session, draft, by=by, at=at, accepted=bool(arrange_agenda(by, session)))
    db.session.flush()
    return made


def is_ahead(item: AgendaItem) -> bool:
    """Whether an item, loaded with its session, is still to be discussed."""
    return waits(item.state, item.session.state, item.session.starts_at)


def waits(state: ItemState, session_state: SessionState, starts_at: datetime) -> bool:
    """Whether an item in a state waits for its session, which is planned and has not begun."""
    is_planned = session_state is SessionState.PLANNED and starts_at > utc_now()
    return is_planned and state in WAITING


def ahead(item_ids: Iterable[UUID | None], reader: Person, today: date) -> dict[UUID, AgendaItem]:
    """Return the items that wait for their sessions, by id, with the sessions: only those `reader` may read."""
    ids = [one for one in item_ids if one]
    query = select(AgendaItem).join(AgendaItem.session).join(Session.forum).where(AgendaItem.id.in_(ids))
    query = query.where(AgendaItem.state.in_(WAITING), Session.state == SessionState.PLANNED)
    query = query.where(Session.starts_at > utc_now(), readable_forums(reader, today))
    return {one.id: one for one in db.session.scalars(query.options(contains_eager(AgendaItem.session)))} if ids else {}
