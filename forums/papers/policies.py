"""Policies of a session's documents; minutes have their own."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from forums.attendance.policies import record_attendance
from forums.scheduling.models import Session
from forums.scheduling.policies import change_session, read_names, read_session, run_session


def letter_is_ready(session: Session) -> bool:
    """Whether the letter was written and has a number; a number entered for the invitations alone is not enough."""
    return bool(session.letter_number) and session.letter_dated is not None


@policy("letter:read", Session, hidden_unless=read_session, opened_by=("coordinator",))
def read_letter(user: Person, session: Session) -> bool:
    """Those who may read the participants, once the letter has a number; before, those who may change the session."""
    return change_session(user, session) or (letter_is_ready(session) and read_names(user, session))


@policy("letter:write", Session, hidden_unless=read_session, opened_by=("coordinator",))
def write_letter(user: Person, session: Session) -> bool:
    """Those who may change the session."""
    return change_session(user, session)


@policy("attendance:download", Session, hidden_unless=read_session, opened_by=("coordinator",))
def read_attendance(user: Person, session: Session) -> bool:
    """Those who may read the names of attendees."""
    return read_names(user, session)


@policy("attendance:contacts", Session, hidden_unless=read_session, opened_by=("coordinator",))
def read_contacts(user: Person, session: Session) -> bool:
    """Those who may record attendance: their copies include contacts, others do not."""
    return record_attendance(user, session)


@policy("running_order:read", Session, hidden_unless=read_session, opened_by=("coordinator",))
def read_running_order(user: Person, session: Session) -> bool:
    """Those who open and close the session: presider, minute-taker, coordinators, and who leads the forum."""
    return run_session(user, session)
