"""Policies of circular decisions."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.circles.models import Seat
from app.web.policies import loads, policy
from forums.circular import queries
from forums.circular.models import Circular, CircularDocument, CircularState
from forums.scheduling.models import Forum, ForumRole
from forums.scheduling.policies import change_forum, leaders, read_forum, read_people
from forums.scheduling.queries import involvement

loads("circular_id", Circular)(queries.circular_for_act)
loads("circular_document_id", CircularDocument)(queries.document_for_act)


@policy("circular:list")
def list_circulars(user: Person) -> bool:
    """Everyone who is signed in; the list shows what each may read."""
    return user.is_active


@policy("circular:draft", Forum, hidden_unless=read_forum, opened_by=("coordinator",))
def draft_circular(user: Person, forum: Forum) -> bool:
    """Those who may change the forum: coordinators, the chair and facilitators."""
    return change_forum(user, forum)


@policy("circular:read", Circular)
def read_circular(user: Person, circular: Circular) -> bool:
    """Those who may read the forum's people; until it is circulated, those who may draft it."""
    forum = circular.forum
    inside = read_forum(user, forum) and read_people(user, forum)
    return inside and (circular.was_circulated or change_forum(user, forum))


def leaders_of_circular(reader: Person, circular: Circular) -> list[tuple[Person, Any]]:
    """Return those who lead the forum of a circular."""
    return leaders(reader, circular.forum)


@policy("circular:manage", Circular, hidden_unless=read_circular, opened_by=("coordinator",))
def manage_circular(user: Person, circular: Circular) -> bool:
    """Those who may change the forum: coordinators, the chair and facilitators."""
    return change_forum(user, circular.forum)


@policy("circular:vote", Circular, hidden_unless=read_circular, held_by=leaders_of_circular)
def vote_on_circular(user: Person, circular: Circular) -> bool:
    """Participants of a seat that votes, and members of its organisation; coordinators only by name."""
    return own_seat(user, circular) is not None


@policy("circular:record_vote", Circular, hidden_unless=read_circular, opened_by=("coordinator",))
def record_vote(user: Person, circular: Circular) -> bool:
    """Coordinators, for a seat that informed them."""
    return user.is_coordinator


@policy("circular:read_votes", Circular, hidden_unless=read_circular, opened_by=("coordinator",))
def read_votes(user: Person, circular: Circular) -> bool:
    """Those who manage it; others once their seat has voted, and everyone who may read it once the time is over."""
    if reads_votes_at_once(user, circular):
        return True
    seat = own_seat(user, circular)
    return seat is not None and queries.current_vote(circular.id, seat.id) is not None


def reads_votes_at_once(user: Person, circular: Circular) -> bool:
    """Whether a person sees who voted how without a vote of their seat."""
    return circular.state is not CircularState.CIRCULATING or manage_circular(user, circular)


@policy("circular_document:read", CircularDocument)
def read_document(user: Person, document: CircularDocument) -> bool:
    """Those who may read the circular."""
    return read_circular(user, document.circular)


@policy("circular_document:remove", CircularDocument, hidden_unless=read_document, opened_by=("coordinator",))
def remove_document(user: Person, document: CircularDocument) -> bool:
    """Those who may draft the circular."""
    return change_forum(user, document.circular.forum)


def own_seat(user: Person, circular: Circular) -> Seat | None:
    """Return the seat for which a person votes, or None. Coordinators vote only if they take part by name."""
    own = involvement(user, circular.forum)
    if own.role is ForumRole.OBSERVER or (own.role is None and (user.is_coordinator or not own.voting)):
        return None
    return queries.seat_for(user, circular)
