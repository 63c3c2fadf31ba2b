"""Those who registered hear when their session changes."""

from __future__ import annotations

from app.events import subscribe
from forums.registration import notices, queries
from forums.scheduling.events import SessionsChanged

NEWS = ("state", "starts_at", "ends_at", "mode", "place", "link")
"""What of a session is news to whoever registered for it."""


@subscribe(SessionsChanged)
def changed(event: SessionsChanged) -> None:
    """Tell whoever has a place or waits that the date, the place or the state is another one."""
    changed = [
        session.id
        for session, before in event.changed
        if session.ends_at > event.at and any(getattr(session, name) != getattr(before, name) for name in NEWS)
    ]
    for one in queries.expected(changed):
        notices.tell(one, "changed", at=event.at)
