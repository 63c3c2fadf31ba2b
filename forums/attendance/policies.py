"""Policies of attendance."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from forums.scheduling.models import ForumRole, Session
from forums.scheduling.policies import read_session, run_session
from forums.scheduling.queries import involvement


@policy("attendance:record", Session, hidden_unless=read_session, opened_by=("coordinator",))
def record_attendance(user: Person, session: Session) -> bool:
    """Those who may run the session, and the minute-takers of the forum."""
    return run_session(user, session) or involvement(user, session.forum).role is ForumRole.MINUTE_TAKER
