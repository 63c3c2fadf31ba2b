"""The link that opens the form of Google Calendar with a session."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from app.circles.models import Classification
from app.clock import utc_now
from app.web.external_urls import external
from forums.scheduling.labels import location, summary
from forums.scheduling.models import Session, SessionState

GOOGLE = "https://calendar.google.com/calendar/render"


def google_link(session: Session) -> str:
    """Return the URL of Google Calendar's form for a session, in the active locale.

    It is "" for a session that is over or not planned, and for a secret forum, whose name Google would learn.

    It has the title, the time in UTC, the place and the page of the session, not the link to the online meeting.
    """
    if session.state is not SessionState.PLANNED or session.ends_at <= utc_now():
        return ""
    if session.forum.circle.classification is Classification.SECRET:
        return ""
    query = {
        "action": "TEMPLATE",
        "text": summary(session),
        "dates": f"{_basic(session.starts_at)}/{_basic(session.ends_at)}",
        "ctz": session.timezone,
        "details": external("forums.sessions.show", session_id=session.id),
        "location": location(session),
    }
    return f"{GOOGLE}?{urlencode(query)}"


def _basic(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
