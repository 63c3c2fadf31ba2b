"""Event handlers: the session of an audience changed, or its agenda item was carried to a later session."""

from __future__ import annotations

from app.events import subscribe
from cooperation.requests.actions import audience_changed, follow
from forums.agenda.events import ItemContinued
from forums.scheduling.events import SessionsChanged
from forums.scheduling.models import SessionState

NEWS = ("starts_at", "ends_at", "mode", "place", "link")
"""The fields of a planned session whose changes applicants are told."""


@subscribe(ItemContinued)
def continued(event: ItemContinued) -> None:
    """Follow the audience, and tell the applicant its new date."""
    follow(event.earlier.id, event.item)


@subscribe(SessionsChanged)
def changed(event: SessionsChanged) -> None:
    """Tell applicants that their audience has another date or place, takes place again, or is called off.

    The items of a merged session are continued in a later one, which tells them.
    """
    for session, before in event.changed:
        news = session.state is not before.state or any(getattr(session, one) != getattr(before, one) for one in NEWS)
        if news and session.ends_at > event.at and session.state in (SessionState.PLANNED, SessionState.CANCELLED):
            audience_changed(session)
