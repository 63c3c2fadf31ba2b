"""Messages that arrive act on sessions, and sessions that change close what was proposed for them."""

from __future__ import annotations

from app.events import subscribe
from app.mail.inbox.events import MessageArrived
from forums.replies import actions, proposals
from forums.scheduling.events import SessionOpened, SessionsChanged
from forums.scheduling.models import SessionState


@subscribe(MessageArrived)
def hear(event: MessageArrived) -> None:
    """Let a message act, or put it aside."""
    actions.hear(event)


@subscribe(SessionsChanged)
def overtake(event: SessionsChanged) -> None:
    """Close what was proposed for sessions that got another time or do not take place."""
    changed = [
        session.id
        for session, before in event.changed
        if session.starts_at != before.starts_at or session.state is not SessionState.PLANNED
    ]
    proposals.overtake(changed, at=event.at)


@subscribe(SessionOpened)
def close(event: SessionOpened) -> None:
    """Close what was proposed for a session that has begun."""
    proposals.overtake([event.session.id], at=event.at)
