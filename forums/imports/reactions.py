"""Sessions that an imported series makes later are called as its calendar calls them."""

from __future__ import annotations

from sqlalchemy import select

from app.database import db
from app.events import handles
from forums.imports.models import ImportedEvent
from forums.imports.rules import from_json, sittings
from forums.imports.taking import called
from forums.scheduling.events import SessionsMade


@handles(SessionsMade)
def name(event: SessionsMade) -> None:
    """Give new sessions the title, place and link of the event behind their series, if one is."""
    behind = select(ImportedEvent).where(ImportedEvent.series_id.in_([series.id for series in event.made]))
    known = {found.series_id: from_json(found.content) for found in db.session.scalars(behind)}
    for series, sessions in event.made.items():
        if entry := known.get(series.id):
            said = sittings(entry, {session.slot for session in sessions if session.slot})
            for session in sessions:
                if session.slot:
                    for column, value in called(session.forum, said[session.slot]).items():
                        setattr(session, column, value)
