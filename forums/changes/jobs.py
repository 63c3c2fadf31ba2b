"""The job that clears the undo data of changes."""

from __future__ import annotations

from app.clock import utc_now
from app.jobs import job
from forums.changes import actions


@job("changes", "cron", minute=20)
def forget_rows() -> None:
    """Clear the rows of changes that can no longer be undone."""
    actions.forget_rows(at=utc_now())
