"""Policies of conflicts of interest: who may declare, read and withdraw them."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import loads, policy
from forums.agenda.models import AgendaItem
from forums.agenda.policies import read_item, run_item
from forums.conflicts import queries
from forums.conflicts.models import ConflictOfInterest
from forums.scheduling.models import ForumRole
from forums.scheduling.queries import involvement

loads("conflict_id", ConflictOfInterest)(queries.for_act)


@policy("agenda_item:declare_conflict", AgendaItem, hidden_unless=read_item, opened_by=("coordinator",))
def declare_conflict(user: Person, item: AgendaItem) -> bool:
    """Participants, except observers, for themselves; those who run the session on behalf of any participant."""
    role = involvement(user, item.session.forum).role
    return run_item(user, item) or (role is not None and role is not ForumRole.OBSERVER)


@policy("conflict:read", ConflictOfInterest)
def read_conflict(user: Person, conflict: ConflictOfInterest) -> bool:
    """Those who run the session, and the participant; everyone who reads the minutes reads it there."""
    own = user.id == conflict.participant.person_id
    return read_item(user, conflict.item) and (own or run_item(user, conflict.item))


@policy("conflict:withdraw", ConflictOfInterest, hidden_unless=read_conflict, opened_by=("coordinator",))
def withdraw_conflict(user: Person, conflict: ConflictOfInterest) -> bool:
    """Those who may read it."""
    return read_conflict(user, conflict)
