"""Those who registered hear when their session changes."""

from __future__ import annotations

from app.events import handles
from forums.registration import notices, queries
from forums.registration.models import RegistrationState
from forums.scheduling.events import SessionsChanged


@handles(SessionsChanged)
def changed(event: SessionsChanged) -> None:
    """Tell whoever has a place or waits that the date, the place or the state is another one."""
    for session, before in event.changed:
        news = ("state", "starts_at", "ends_at", "mode", "place", "link")
        if session.ends_at <= event.at or all(getattr(session, name) == getattr(before, name) for name in news):
            continue
        if opening := queries.opening_of(session.id):
            for one in queries.registered(opening.id, RegistrationState.CONFIRMED, RegistrationState.WAITING):
                notices.tell(one, "changed", at=event.at)
