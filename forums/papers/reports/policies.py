"""Policies of reports to leadership."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from forums.minutes.policies import reads_decisions, reads_whole
from forums.papers.reports.queries import report_of
from forums.scheduling.models import Session
from forums.scheduling.policies import change_session, read_session


@policy("report:read", Session, hidden_unless=read_session, opened_by=("coordinator",))
def read_report(user: Person, session: Session) -> bool:
    """Those who write it and the presider; leadership once it has a number, if they may read the complete minutes."""
    if change_session(user, session) or user.id == session.presider_id:
        return True
    reads = reads_whole(user, session) and reads_decisions(user, session)
    return user.is_leadership and reads and is_issued(session)


@policy("report:write", Session, hidden_unless=read_session, opened_by=("coordinator",))
def write_report(user: Person, session: Session) -> bool:
    """Those who may change the session."""
    return change_session(user, session)


def is_issued(session: Session) -> bool:
    """Whether the report was written and has a number."""
    found = report_of(session.id)
    return found is not None and bool(found.number)
