"""Policies of directives and suggestions."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.rules import belongs, readable_by_role
from app.web.policies import loads, policy
from forums.directives import queries
from forums.directives.models import Directive
from forums.minutes.queries import SERVING
from forums.scheduling.models import Forum
from forums.scheduling.policies import change_forum, read_forum
from forums.scheduling.queries import involvement

loads("directive_id", Directive)(queries.directive_for_act)


@policy("directive:list")
def list_directives(user: Person) -> bool:
    """Everyone who is signed in; the list shows what each may read."""
    return user.is_active


@policy("directive:give", Forum, hidden_unless=read_forum, opened_by=("leadership",))
def give_directive(user: Person, forum: Forum) -> bool:
    """Leadership."""
    return user.is_leadership


@policy("directive:read", Directive)
def read_directive(user: Person, directive: Directive) -> bool:
    """Its giver, coordinators, officers, leadership by classification; members once it is on the agenda."""
    forum = directive.forum
    if not read_forum(user, forum):
        return False
    if directive.given_by_id == user.id or reads_all(user, forum):
        return True
    own = involvement(user, forum)
    member = belongs(forum.circle.classification, named=own.role is not None, seated=own.seated)
    return directive.agenda_item_id is not None and member


@policy("directive:answer", Directive, hidden_unless=read_directive, opened_by=("coordinator",))
def answer_directive(user: Person, directive: Directive) -> bool:
    """Those who may change the forum: coordinators, the chair and facilitators."""
    return change_forum(user, directive.forum)


def reads_all(user: Person, forum: Forum) -> bool:
    """Whether a reader of a forum reads all its directives and suggestions, and who sent them."""
    by_role = user.is_coordinator or forum.circle.classification in readable_by_role(user)
    return by_role or involvement(user, forum).role in SERVING
