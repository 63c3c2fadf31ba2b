"""Policies of check-in."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.web.policies import loads, policy
from forums.attendance.policies import record_attendance
from forums.checkin import queries
from forums.checkin.models import Guest
from forums.scheduling.models import Session
from forums.scheduling.policies import leaders, read_session
from forums.scheduling.queries import involvement

loads("guest_id", Guest)(queries.guest_for_act)


def leaders_of_session(reader: Person, session: Session) -> list[tuple[Person, Any]]:
    """Return those who lead the forum of a session: they decide who takes part."""
    return leaders(reader, session.forum)


@policy("attendance:check_in", Session, hidden_unless=read_session, held_by=leaders_of_session)
def check_in(user: Person, session: Session) -> bool:
    """Participants of the forum: record their own presence."""
    return involvement(user, session.forum).role is not None


@policy("guest:receive", Guest)
def receive_guest(user: Person, guest: Guest) -> bool:
    """Those who may record attendance and read the session: confirm and refuse guests."""
    return read_session(user, guest.session) and record_attendance(user, guest.session)
