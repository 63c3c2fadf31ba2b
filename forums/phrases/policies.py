"""Policies of standard phrases."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from forums.minutes.queries import SERVING
from forums.scheduling.models import Forum
from forums.scheduling.policies import read_forum
from forums.scheduling.queries import involvement


@policy("forum:phrases", Forum, hidden_unless=read_forum, opened_by=("coordinator",))
def change_phrases(user: Person, forum: Forum) -> bool:
    """Coordinators, and the chair, facilitators and minute-takers of the forum."""
    return user.is_coordinator or involvement(user, forum).role in SERVING
