"""Event handlers: update the agenda when a session is opened, closed, reopened or merged."""

from __future__ import annotations

from app.events import subscribe
from forums.agenda import actions, queries
from forums.agenda.rules import AHEAD
from forums.scheduling.events import (
    SeatPassedOn,
    SessionAdded,
    SessionClosed,
    SessionMerged,
    SessionOpened,
    SessionReopened,
)


@subscribe(SessionAdded)
def add(event: SessionAdded) -> None:
    """Prepare the agenda of a session that is added within the time in which the daily job prepares agendas."""
    if event.session.starts_at <= event.at + AHEAD:
        actions.prepare(event.session, at=event.at)


@subscribe(SessionOpened)
def begin(event: SessionOpened) -> None:
    """Prepare the agenda when the session opens."""
    actions.prepare(event.session, at=event.at)


@subscribe(SessionClosed)
def end(event: SessionClosed) -> None:
    """Carry items that were not discussed over to the next session."""
    actions.conclude(event.session, by=event.by, at=event.at)


@subscribe(SessionReopened)
def take_back(event: SessionReopened) -> None:
    """Restore items that were carried over when the session closed."""
    actions.take_back(event.session, by=event.by, at=event.at)


@subscribe(SessionMerged)
def hand_over(event: SessionMerged) -> None:
    """Move the open items to the session that this one is merged with."""
    actions.hand_over(event.session, event.into, at=event.at)


@subscribe(SeatPassedOn)
def seat_passed_on(event: SeatPassedOn) -> None:
    """Let the successor present what the former organisation was to present in sessions that are planned."""
    for item in queries.to_present(event.forum.id, event.left.id, event.at):
        item.presenter_organisation_id = event.after.organisation_id
