"""Sessions that an imported series makes are called, and are when, its calendar says."""

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
    """Give new sessions the title, place, link and time of the event behind their series, if one is."""
    behind = select(ImportedEvent).where(ImportedEvent.series_id.in_([series.id for series in event.made]))
    known = {found.series_id: found for found in db.session.scalars(behind)}
    for series, sessions in event.made.items():
        if imported := known.get(series.id):
            said = sittings(from_json(imported.content), {one.slot for one in sessions if one.slot})
            for session in sessions:
                if session.slot:
                    _follow(session, said[session.slot], imported.calendar)


def _follow(session: Session, sitting: Sitting, calendar: str) -> None:
    for column, value in called(session.forum, sitting).items():
        setattr(session, column, value)
    if sitting.starts_at != session.starts_at:  # a holiday at its slot does not touch it where it was moved to
        session.state, session.proposed_starts_at, session.because = SessionState.PLANNED, None, ""
    session.starts_at, session.ends_at = sitting.starts_at, sitting.ends_at
    if sitting.cancelled:
        session.state, session.proposed_starts_at = SessionState.CANCELLED, None
        session.because = called_off(session.forum, calendar)
