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
    found = db.session.scalar(select(ImportedEvent).where(ImportedEvent.series_id == event.series.id))
    if found is None:
        return
    entry = from_json(found.content)
    said = sittings(entry, {session.slot for session in event.sessions if session.slot})
    for session in event.sessions:
        if session.slot:
            for column, value in called(session.forum, said[session.slot]).items():
                setattr(session, column, value)
