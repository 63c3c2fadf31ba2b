"""Who may have which paper of a session; minutes follow their own policies."""

from __future__ import annotations

from app.accounts.models import Person
from app.policy import policy
from forums.attendance.policies import record_attendance
from forums.scheduling.models import Session
from forums.scheduling.policies import change_session, read_session


@policy("letter:read", Session, hidden_unless=read_session)
def read_letter(user: Person, session: Session) -> bool:
    """Whoever may read the session, once the letter has its number; before, whoever may change the session."""
    return bool(session.letter_number) or change_session(user, session)


@policy("letter:write", Session, hidden_unless=read_session)
def write_letter(user: Person, session: Session) -> bool:
    """Whoever may change the session."""
    return change_session(user, session)


@policy("attendance:contacts", Session, hidden_unless=read_session)
def read_contacts(user: Person, session: Session) -> bool:
    """Whoever records attendance: their copies hold contacts, those of everyone else do not."""
    return record_attendance(user, session)
