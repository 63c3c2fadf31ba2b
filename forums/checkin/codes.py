"""The codes of four digits with which people find the check-in page of a session."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.circles.models import Classification
from app.clock import local_date
from forums.checkin.links import draw
from forums.checkin.queries import is_open, sessions_on
from forums.checkin.rules import EARLY, codes
from forums.scheduling.models import Session
from forums.scheduling.queries import session_for_detail

BEHIND = timedelta(hours=26)
"""How long before now a session may have begun to which people can still check in: a day, and two hours."""


def code_of(session: Session) -> str:
    """Return the code of a session; one query."""
    return codes(sessions_on(local_date(session.starts_at)), draw)[session.id]


def by_code(code: str, now: datetime) -> Session | None:
    """Return the session with a code to which guests can check in at `now`; None if there is none.

    Sessions of secret forums have no public page. Codes are unique within a day: of several sessions that began on
    different days, the latest is meant.
    """
    for day in sorted({local_date(now - BEHIND), local_date(now), local_date(now + EARLY)}, reverse=True):
        named = next((one for one, own in codes(sessions_on(day), draw).items() if own == code), None)
        session = session_for_detail(named) if named else None
        if session and is_open(session, now) and has_public_page(session):
            return session
    return None


def has_public_page(session: Session) -> bool:
    """Whether guests can check in to a session: not to those of secret forums."""
    return session.forum.circle.classification is not Classification.SECRET
