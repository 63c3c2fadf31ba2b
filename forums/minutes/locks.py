"""Whether a session's minutes are approved, for actions on their content."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.errors import NotNow
from forums.minutes.models import LOCKED
from forums.minutes.queries import held_fast, newest_state


def is_locked(session_id: UUID) -> bool:
    """Return whether the latest minutes of a session are approved."""
    return newest_state(session_id) in LOCKED


def refuse_when_locked(session_id: UUID) -> None:
    """Raise NotNow if the latest minutes of a session are approved; prevents their approval in this transaction."""
    minutes = held_fast(session_id)
    if minutes and minutes.is_locked:
        raise NotNow(_l("The minutes are approved and locked. Only a new version can change them"))
