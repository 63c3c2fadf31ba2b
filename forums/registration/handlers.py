"""The event handler that notifies people who registered of changes of their session."""

from __future__ import annotations

from app.events import subscribe
from forums.registration import notices, queries
from forums.scheduling.events import SessionsChanged

NEWS = ("state", "starts_at", "ends_at", "mode", "place", "link")
"""The fields of a session whose changes are announced."""


@subscribe(SessionsChanged)
def changed(event: SessionsChanged) -> None:
    """Notify confirmed and waiting registrations of a change of date, place or state."""
    changed = [
        session.id
        for session, before in event.changed
        if session.ends_at > event.at and any(getattr(session, name) != getattr(before, name) for name in NEWS)
    ]
    for one in queries.expected(changed):
        notices.notify(one, "changed", at=event.at)
