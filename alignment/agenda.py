"""Proposing a matter of alignment to the agenda of a session: the sessions that can be chosen, and the form."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import joinedload
from wtforms import SelectField
from wtforms.validators import InputRequired

from app.accounts.models import Person
from app.circles.models import Circle, CircleKind, Classification
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
from forums.scheduling.models import Forum, Session, SessionState
from forums.scheduling.queries import coming, readable_forums

MOST_SESSIONS = 12
"""Maximum number of sessions to which a matter can be proposed."""
MINUTES = 15
"""Minutes that an item about a matter is allotted."""


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
    """Return planned sessions to which a matter can be proposed: of the circle's forum, else the next of each forum.

    These are forums that `person` reads and, for an agreement, that are not more open than it, because the item names
    its parties; none for a secret agreement. Without a circle the matter is known to everyone.
    """
    if circle and circle.kind is CircleKind.FORUM:
        forum_id = db.session.scalars(select(Forum.id).where(Forum.circle_id == circle.id)).one()
        query = coming(forum_id, now)
    else:
        query = select(Session).join(Session.forum).join(Circle, Circle.id == Forum.circle_id)
        query = query.where(readable_forums(person, today), Session.id.in_(coming_anywhere(now)))
        query = query.order_by(Session.starts_at, Session.id)
        if circle and circle.classification is Classification.SECRET:
            query = query.where(false())
        elif circle:
            query = query.where(Circle.classification.not_in(more_open_than(circle.classification)))
    return db.session.scalars(query.options(joinedload(Session.forum)).limit(MOST_SESSIONS)).all()


def next_sessions(circle_ids: Collection[UUID], now: datetime) -> dict[UUID, Session]:
    """Return the next planned session of each forum with one of these circles, by circle."""
    query = select(Session, Forum.circle_id).join(Session.forum)
    query = query.where(Forum.circle_id.in_(circle_ids), Session.id.in_(coming_anywhere(now)))
    return {circle_id: session for session, circle_id in db.session.execute(query)}


def coming_anywhere(now: datetime) -> Select[UUID]:
    """Select the id of the next planned session of each forum."""
    planned = Session.state == SessionState.PLANNED, Session.opened_at.is_(None), Session.starts_at > now
    soonest = select(Session.forum_id, func.min(Session.starts_at).label("starts_at")).where(*planned)
    first = soonest.group_by(Session.forum_id).subquery()
    same = (first.c.forum_id == Session.forum_id) & (first.c.starts_at == Session.starts_at)
    return select(Session.id).join(first, same).where(*planned)


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
    return is_planned and state in {ItemState.PROPOSED, ItemState.ACCEPTED}
