"""The iCalendar event of a session for people who registered."""

from __future__ import annotations

from datetime import datetime

from app.calendars import invitations as itip
from app.web.external_urls import external
from forums.scheduling.labels import location, summary
from forums.scheduling.models import Mode, Session, SessionState


def published(session: Session, *, at: datetime) -> bytes:
    """Return the event with the meeting link, without attendees or organiser."""
    page = external("forums.register.show", session_id=session.id)
    event = itip.Event(
        uid=f"registration-{session.id}@{page.split('/')[2].partition(':')[0]}",
        sequence=session.version,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        timezone=session.timezone,
        summary=summary(session),
        created_at=session.forum.created_at,
        changed_at=at,
        place=location(session),
        page=page,
        meeting_link=session.link if session.mode is not Mode.IN_PERSON else "",
        cancelled=session.state is SessionState.CANCELLED,
    )
    return itip.feed([event], name=session.forum.name)
