"""Deciding on many sessions that meet a holiday, each by its own act."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import datetime

from app import audit
from app.accounts.models import Person
from app.calendars.words import holiday_name
from app.errors import Refusal
from app.i18n import force_locale
from forums.holidays.queries import Meeting
from forums.scheduling import session_actions
from forums.scheduling.models import Session


class Decision(enum.Enum):
    """What becomes of a session that meets a holiday."""

    ACCEPT = "accept"
    """As proposed: another day, or none where its rule knows none."""
    KEEP = "keep"
    SKIP = "skip"


def decide(meetings: Iterable[Meeting], decision: Decision, *, by: Person, at: datetime) -> tuple[int, int]:
    """Decide on each session, and return on how many it was decided, and on how many it could not be."""
    done = left = 0
    for meeting in meetings:
        try:
            _decide(meeting, decision, by=by, at=at)
        except Refusal:  # its proposed day is past: another one is to be chosen for it alone
            left += 1
        else:
            done += 1
    return done, left


def _decide(meeting: Meeting, decision: Decision, *, by: Person, at: datetime) -> None:
    session = meeting.session
    proposed = session.proposed_starts_at is not None
    if decision is Decision.KEEP:
        if proposed:
            session_actions.keep_date(session, by=by, at=at)
        else:
            session.because = reason_of(meeting)
            audit.record("session.date_kept", session, by=by, at=at)
    elif decision is Decision.ACCEPT and proposed:
        session_actions.accept_shift(session, by=by, at=at)
    else:
        session_actions.cancel(session, reason=reason_of(meeting), by=by, at=at)


def reason_of(meeting: Meeting) -> str:
    """Return the holiday behind a decision, in the forum's language."""
    session: Session = meeting.session
    if session.because or meeting.holiday is None:
        return session.because
    with force_locale(session.forum.language):
        return holiday_name(meeting.holiday)[:300]
