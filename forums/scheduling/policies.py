"""Policies of forums and sessions."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.circles.models import Classification
from app.circles.rules import belongs, readable_by_role
from app.web.policies import loads, policy
from forums.scheduling import queries
from forums.scheduling.models import Forum, ForumRole, Session

LEADING = frozenset({ForumRole.CHAIR, ForumRole.FACILITATOR})
"""Roles that may change a forum, besides coordinators."""

OFFICES = {ForumRole.CHAIR: _l("chair"), ForumRole.FACILITATOR: _l("facilitator")}

loads("slug", Forum)(queries.forum_for_detail)
loads("session_id", Session)(queries.session_for_detail)


@policy("forum:list")
def list_forums(user: Person) -> bool:
    """Everyone who is signed in; the lists show what each may read."""
    return user.is_active


@policy("forum:create", opened_by=("coordinator",))
def create_forum(user: Person) -> bool:
    """Coordinators."""
    return user.is_active and user.is_coordinator


@policy("forum:read", Forum)
def read_forum(user: Person, forum: Forum) -> bool:
    """Platform roles by classification, organisations with a seat, participants; everyone signed in if public."""
    classification = forum.circle.classification
    if classification is Classification.PUBLIC or classification in readable_by_role(user):
        return True
    involvement = queries.involvement(user, forum)
    return belongs(classification, named=involvement.role is not None, seated=involvement.seated)


@policy("forum:read_people", Forum, hidden_unless=read_forum, opened_by=("coordinator",))
def read_people(user: Person, forum: Forum) -> bool:
    """Platform roles by classification, organisations with a seat, participants; not everyone if public."""
    own = queries.involvement(user, forum)
    by_role = forum.circle.classification in readable_by_role(user)
    return by_role or own.role is not None or own.seated


@policy("forum:change", Forum, hidden_unless=read_forum, opened_by=("coordinator",))
def change_forum(user: Person, forum: Forum) -> bool:
    """Coordinators, and the chair and facilitators of the forum."""
    return user.is_coordinator or queries.involvement(user, forum).role in LEADING


@policy("session:begin", opened_by=("coordinator",))
def begin_session(user: Person) -> bool:
    """Coordinators, and the chair and facilitators of any forum; the forum's own policy applies once it is chosen."""
    return user.is_active and (user.is_coordinator or queries.leads_any(user))


@policy("session:read", Session)
def read_session(user: Person, session: Session) -> bool:
    """Those who may read the forum."""
    return read_forum(user, session.forum)


@policy("session:read_names", Session, hidden_unless=read_session, opened_by=("coordinator",))
def read_names(user: Person, session: Session) -> bool:
    """Those who may read the participants of the forum."""
    return read_people(user, session.forum)


@policy("session:change", Session, hidden_unless=read_session, opened_by=("coordinator",))
def change_session(user: Person, session: Session) -> bool:
    """Coordinators, and the chair and facilitators of the forum."""
    return change_forum(user, session.forum)


@policy("session:run", Session, hidden_unless=read_session, opened_by=("coordinator",))
def run_session(user: Person, session: Session) -> bool:
    """Those who may change the session, its presider and its minute-taker: open and close it."""
    return user.id in {session.presider_id, session.minute_taker_id} or change_forum(user, session.forum)


def leaders(reader: Person, forum: Forum) -> list[tuple[Person, Any]]:
    """Return the chair and facilitators of a forum with their offices, for those who may read their names."""
    if not read_people(reader, forum):
        return []
    return [(one.person, OFFICES[one.role]) for one in queries.leaders(forum.id)]
