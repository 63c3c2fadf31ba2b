"""The job that deletes previews of imports that were not confirmed within a week."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from app.clock import utc_now
from app.database import db
from app.files.models import StoredFile
from app.jobs import job
from forums.imports.models import CalendarImport

KEPT = timedelta(days=7)


@job("imports-sweep", "cron", hour=2, minute=50)
def sweep() -> int:
    """Delete previews older than a week and their files; return how many."""
    old = select(CalendarImport.id, CalendarImport.file_id).where(
        CalendarImport.confirmed_at.is_(None), CalendarImport.created_at < utc_now() - KEPT
    )
    rows = db.session.execute(old).all()
    db.session.execute(delete(CalendarImport).where(CalendarImport.id.in_([row.id for row in rows])))
    db.session.execute(delete(StoredFile).where(StoredFile.id.in_([row.file_id for row in rows if row.file_id])))
    return len(rows)
