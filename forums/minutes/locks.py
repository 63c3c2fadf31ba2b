"""Whether a session's minutes are approved, for actions on their content.

A new version of approved minutes does not unlock the session: it amends notes and the wording of decisions, and what
was approved stays in force until the new version is approved.
"""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l

from app.errors import NotNow
from forums.minutes.after_circulation import hold
from forums.minutes.models import Minutes
from forums.minutes.queries import has_locked


def is_locked(session_id: UUID) -> bool:
    """Return whether minutes of a session are approved."""
    return has_locked(session_id)


def refuse_when_locked(session_id: UUID) -> Minutes | None:
    """Return the latest minutes of a session, locked against approval in this transaction; None if it has none.

    Raises NotNow if minutes of the session are approved.
    """
    minutes = hold(session_id)
    if has_locked(session_id):
        raise NotNow(_l("The minutes are approved and locked. Only a new version can change them"))
    return minutes
