"""Event handlers: apply the details of imported events to the sessions of their series."""

from __future__ import annotations

from sqlalchemy import select

from app.database import db
from app.events import subscribe
from forums.imports.importer import called, called_off
from forums.imports.models import ImportedEvent
from forums.imports.rules import Sitting, from_json, sittings
from forums.scheduling.events import SessionsMade
from forums.scheduling.models import Session, SessionState


@subscribe(SessionsMade)
def name(event: SessionsMade) -> None:
    """Set the title, place, link and time of new sessions of an imported series."""
    behind = select(ImportedEvent).where(ImportedEvent.series_id.in_([series.id for series in event.made]))
    known = {found.series_id: found for found in db.session.scalars(behind)}
    for series, sessions in event.made.items():
        if imported := known.get(series.id):
            by_slot = sittings(from_json(imported.content), {one.slot for one in sessions if one.slot})
            for session in sessions:
                if session.slot:
                    _follow(session, by_slot[session.slot], imported.calendar)


def _follow(session: Session, sitting: Sitting, calendar: str) -> None:
    for column, value in called(session.forum, sitting).items():
        setattr(session, column, value)
    if sitting.starts_at != session.starts_at:  # a holiday on its slot does not affect a session that was moved off it
        session.state, session.proposed_starts_at, session.because = SessionState.PLANNED, None, ""
    session.starts_at, session.ends_at = sitting.starts_at, sitting.ends_at
    if sitting.cancelled:
        session.state, session.proposed_starts_at = SessionState.CANCELLED, None
        session.because = called_off(session.forum, calendar)
