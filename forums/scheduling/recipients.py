"""Who is notified of what concerns a forum as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import HOLDS_A_ROLE, Person
from app.circles.rules import readable_by_role
from app.database import alphabetical, db
from forums.scheduling.models import Forum, ForumRole
from forums.scheduling.queries import participants


def organisers(forum: Forum) -> list[Person]:
    """Return the facilitators of a forum, or its chair if there are none, and the coordinators who may read it."""
    by_role = [one for one in _coordinators() if forum.circle.classification in readable_by_role(one)]
    return list(dict.fromkeys([*leaders(forum), *by_role]))


def leaders(forum: Forum) -> list[Person]:
    """Return the facilitators of a forum, or its chair if there are none."""
    people = participants(forum.id)
    for role in (ForumRole.FACILITATOR, ForumRole.CHAIR):
        if leading := [one.person for one in people if one.role is role]:
            return leading
    return []


def _coordinators() -> Sequence[Person]:
    query = select(Person).where(
        HOLDS_A_ROLE, Person.is_coordinator.is_(True), Person.joined_at.is_not(None), Person.suspended_at.is_(None)
    )
    return db.session.scalars(query.order_by(alphabetical(Person.name), Person.id)).all()
