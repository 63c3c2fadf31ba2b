"""The event handler that keeps when officers of an open session changed."""

from __future__ import annotations

from app.database import db
from app.events import subscribe
from forums.officers.models import OfficerChange, OfficerRole
from forums.scheduling.events import OfficersChanged


@subscribe(OfficersChanged)
def keep(event: OfficersChanged) -> None:
    """Keep the changes of an open session; before and after it, the new officer counts as the one who served."""
    session = event.session
    if session.opened_at is None or session.closed_at is not None:
        return
    for role, (before_id, after_id) in event.changed.items():
        change = OfficerChange(
            session_id=session.id,
            role=OfficerRole(role),
            before_id=before_id,
            after_id=after_id,
            at=event.at,
            by_id=event.by.id,
        )
        db.session.add(change)
