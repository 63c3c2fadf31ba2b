"""A cheap query that detects changes of a session in progress, for polling."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, select

from app.audit.models import AuditRow
from app.database import db
from forums.minutes.models import Minutes, Passage
from forums.scheduling.models import Session


def pulse(session: Session, now: datetime) -> str:
    """Return a text that changes whenever the content of the live page does, and every minute.

    Every change in the forum adds an audit row in the same transaction, so the number of these rows changes even if two
    processes commit in another order than they began; the latest time or id would not. Passages are counted by their
    versions, because the audit trail records typing only once in a while.
    """
    acts, versions = db.session.execute(_counts(session)).one()
    return f"{acts}-{versions or 0}-{int(now.timestamp() // 60)}"


def _counts(session: Session) -> Select[int, int]:
    acts = select(func.count()).select_from(AuditRow).where(AuditRow.circle_id == session.circle_id)
    written = select(func.sum(Passage.version)).join(Passage.minutes).where(Minutes.session_id == session.id)
    return select(acts.scalar_subquery(), written.scalar_subquery())
