"""Approved minutes stand: nothing that they tell of changes any more."""

from __future__ import annotations

from uuid import UUID

from app.errors import NotNow
from app.translation import lazy_gettext as _l
from forums.minutes.queries import held_fast


def refuse_when_locked(session_id: UUID) -> None:
    """Raise NotNow when the newest minutes of a session are approved; they are not approved meanwhile either."""
    minutes = held_fast(session_id)
    if minutes and minutes.is_locked:
        raise NotNow(_l("The minutes are approved and locked. Only a new version can change them"))
