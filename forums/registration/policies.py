"""Policies of registrations."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.models import Classification
from app.web.policies import policy
from forums.attendance.policies import record_attendance
from forums.scheduling.models import Session
from forums.scheduling.policies import change_session, read_session


@policy("registration:keep", Session, hidden_unless=read_session, opened_by=("coordinator",))
def keep_registration(user: Person, session: Session) -> bool:
    """Coordinators, and the chair and facilitators of the forum: read names, open and close registration."""
    return change_session(user, session)


@policy("registration:check", Session, hidden_unless=read_session, opened_by=("coordinator",))
def check_off(user: Person, session: Session) -> bool:
    """Those who may record attendance: check in registrations."""
    return record_attendance(user, session)


def offers_registration(user: Person, session: Session) -> bool:
    """Whether to show the registration page to a person: they record attendance, and the forum is public."""
    return session.forum.circle.classification is Classification.PUBLIC and check_off(user, session)
