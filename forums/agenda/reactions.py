"""What opening and closing a session do to its agenda."""

from __future__ import annotations

from app.events import handles
from forums.agenda import actions
from forums.scheduling.events import SessionClosed, SessionOpened


@handles(SessionOpened)
def begin(event: SessionOpened) -> None:
    """Make sure that there is an agenda to work through."""
    actions.prepare(event.session, at=event.at)


@handles(SessionClosed)
def end(event: SessionClosed) -> None:
    """Carry what was not discussed to the next session."""
    actions.conclude(event.session, by=event.by, at=event.at)
