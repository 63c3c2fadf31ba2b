"""The check that a session's minutes are not approved, for actions on their content."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.errors import NotNow
from forums.minutes.queries import held_fast


def refuse_when_locked(session_id: UUID) -> None:
    """Raise NotNow if the latest minutes of a session are approved; prevents their approval in this transaction."""
    minutes = held_fast(session_id)
    if minutes and minutes.is_locked:
        raise NotNow(_l("The minutes are approved and locked. Only a new version can change them"))
