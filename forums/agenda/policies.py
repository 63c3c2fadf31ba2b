"""Policies of agendas and their items."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import loads, policy
from forums.agenda import queries
from forums.agenda.models import AgendaItem
from forums.scheduling.models import ForumRole, Session
from forums.scheduling.policies import change_session, read_session, run_session
from forums.scheduling.queries import involvement

loads("agenda_item_id", AgendaItem)(queries.item_for_act)


@policy("agenda:propose", Session, hidden_unless=read_session, opened_by=("coordinator",))
def propose_item(user: Person, session: Session) -> bool:
    """Coordinators, officers and seat participants of the forum; leadership may propose directives."""
    return user.is_coordinator or user.is_leadership or takes_part(user, session)


@policy("agenda:arrange", Session, hidden_unless=read_session, opened_by=("coordinator",))
def arrange_agenda(user: Person, session: Session) -> bool:
    """Coordinators, and the chair and facilitators of the forum: accept, defer, decline and order items."""
    return change_session(user, session)


@policy("agenda_item:read", AgendaItem)
def read_item(user: Person, item: AgendaItem) -> bool:
    """Those who may read the session."""
    return read_session(user, item.session)


@policy("agenda_item:arrange", AgendaItem, hidden_unless=read_item, opened_by=("coordinator",))
def arrange_item(user: Person, item: AgendaItem) -> bool:
    """Those who may arrange the session's agenda."""
    return arrange_agenda(user, item.session)


@policy("agenda_item:run", AgendaItem, hidden_unless=read_item, opened_by=("coordinator",))
def run_item(user: Person, item: AgendaItem) -> bool:
    """Those who may run the session: start, finish and carry over items during it."""
    return run_session(user, item.session)


def proposes_directives_only(user: Person, session: Session) -> bool:
    """Whether a person may propose to this session only as leadership."""
    return user.is_leadership and not user.is_coordinator and not takes_part(user, session)


def takes_part(user: Person, session: Session) -> bool:
    """Whether a person has an active role in the session's forum: an officer, or a participant of a voting seat."""
    own = involvement(user, session.forum)
    return own.voting if own.role is None else own.role is not ForumRole.OBSERVER
