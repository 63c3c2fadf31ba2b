"""Whether a session's minutes are approved, for actions on their content.

A new version of approved minutes does not unlock the session: it amends notes and the wording of decisions, and what
was approved stays in force until the new version is approved.
"""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.errors import NotNow
from forums.minutes.queries import has_locked, held_fast


def is_locked(session_id: UUID) -> bool:
    """Return whether minutes of a session are approved."""
    return has_locked(session_id)


def refuse_when_locked(session_id: UUID) -> None:
    """Raise NotNow if minutes of a session are approved; prevents their approval in this transaction."""
    held_fast(session_id)
    if has_locked(session_id):
        raise NotNow(_l("The minutes are approved and locked. Only a new version can change them"))
