"""Event handlers: process incoming messages, and close proposals when sessions change or open."""

from __future__ import annotations

from app.events import subscribe
from app.mail.inbox.events import MessageArrived
from forums.replies import actions, proposals
from forums.scheduling.events import SessionOpened, SessionsChanged
from forums.scheduling.models import SessionState


@subscribe(MessageArrived)
def handle_message(event: MessageArrived) -> None:
    """Process an incoming message that no other handler has taken, or put it aside."""
    if not event.is_taken:
        actions.apply_message(event)


@subscribe(SessionsChanged)
def overtake(event: SessionsChanged) -> None:
    """Close the open proposals of sessions that were moved or are no longer planned."""
    changed = [
        session.id
        for session, before in event.changed
        if session.starts_at != before.starts_at or session.state is not SessionState.PLANNED
    ]
    proposals.overtake(changed, at=event.at)


@subscribe(SessionOpened)
def close(event: SessionOpened) -> None:
    """Close the open proposals of a session that was opened."""
    proposals.overtake([event.session.id], at=event.at)
