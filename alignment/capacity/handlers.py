"""Event handlers: participants are asked about a training once it was held, and it follows a session that is merged."""

from __future__ import annotations

from alignment.capacity import actions, notices, trainings
from app.events import subscribe
from forums.scheduling.events import SessionClosed, SessionMerged


@subscribe(SessionClosed)
def closed(event: SessionClosed) -> None:
    """Ask those who came what they think of the training."""
    if training := trainings.of_session(event.session.id):
        notices.held(training)


@subscribe(SessionMerged)
def merged(event: SessionMerged) -> None:
    """Let the training follow the session."""
    actions.follow(event.session, event.into, by=event.by, at=event.at)
