"""What opening, closing and merging a session do to its agenda."""

from __future__ import annotations

from app.events import subscribe
from forums.agenda import actions
from forums.scheduling.events import SessionClosed, SessionMerged, SessionOpened, SessionReopened


@subscribe(SessionOpened)
def begin(event: SessionOpened) -> None:
    """Make sure that there is an agenda to work through."""
    actions.prepare(event.session, at=event.at)


@subscribe(SessionClosed)
def end(event: SessionClosed) -> None:
    """Carry what was not discussed to the next session."""
    actions.conclude(event.session, by=event.by, at=event.at)


@subscribe(SessionReopened)
def take_back(event: SessionReopened) -> None:
    """Put what was carried at the end on the agenda again."""
    actions.take_back(event.session, by=event.by, at=event.at)


@subscribe(SessionMerged)
def hand_over(event: SessionMerged) -> None:
    """Leave what was to be discussed to the session with which it is held."""
    actions.hand_over(event.session, event.into, at=event.at)
