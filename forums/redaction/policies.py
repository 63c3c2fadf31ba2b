"""Policies of redactions: one person marks what is withheld, another approves it."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import loads, policy
from forums.minutes.policies import publish_minutes, read_version
from forums.redaction import queries
from forums.redaction.models import Redaction
from forums.scheduling.models import Forum, ForumRole
from forums.scheduling.queries import involvement

loads("redaction_id", Redaction)(queries.redaction_for_act)


@policy("redaction:read", Redaction)
def read_redaction(user: Person, redaction: Redaction) -> bool:
    """Coordinators and the chair of the forum who may read the minutes."""
    minutes = redaction.minutes
    return read_version(user, minutes) and (user.is_coordinator or chairs(user, minutes.session.forum))


@policy("redaction:change", Redaction, hidden_unless=read_redaction, opened_by=("coordinator",))
def change_redaction(user: Person, redaction: Redaction) -> bool:
    """Those who may publish the minutes: withdraw a request, discard marks."""
    return publish_minutes(user, redaction.minutes)


@policy("redaction:approve", Redaction, hidden_unless=read_redaction, opened_by=("coordinator",))
def approve_redaction(user: Person, redaction: Redaction) -> bool:
    """Coordinators and the chair of the forum, but not the person who marked the parts."""
    if user.id == redaction.marked_by_id:
        return False
    return user.is_coordinator or chairs(user, redaction.minutes.session.forum)


def chairs(user: Person, forum: Forum) -> bool:
    """Whether a person is the chair of a forum."""
    return involvement(user, forum).role is ForumRole.CHAIR
