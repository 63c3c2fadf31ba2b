"""Policies of records of agreement."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from forums.minutes.policies import reads_decisions, reads_whole
from forums.papers.records.queries import record_of
from forums.scheduling.models import Session
from forums.scheduling.policies import change_session, read_session


@policy("agreement_record:read", Session, hidden_unless=read_session, opened_by=("coordinator",))
def read_record(user: Person, session: Session) -> bool:
    """Those who may read the complete decisions, once the record has a number; before, those who write it."""
    if change_session(user, session):
        return True
    return reads_whole(user, session) and reads_decisions(user, session) and is_issued(session)


@policy("agreement_record:write", Session, hidden_unless=read_session, opened_by=("coordinator",))
def write_record(user: Person, session: Session) -> bool:
    """Those who may change the session."""
    return change_session(user, session)


def is_issued(session: Session) -> bool:
    """Whether the record was written and has a number."""
    found = record_of(session.id)
    return found is not None and bool(found.number)
