"""A cheap query that detects changes of a session in progress, for polling."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.database import db
from forums.agenda.models import AgendaItem
from forums.attendance.models import Attendance
from forums.decisions.models import Decision, decision_commitments
from forums.minutes.models import Minutes, Passage
from forums.scheduling.models import Session


def pulse(session: Session, now: datetime) -> str:
    """Return a text that changes whenever the content of the live page does, and every minute."""
    counts = db.session.execute(_counts(session.id)).one()
    seen = [session.version, *counts, int(now.timestamp() // 60)]
    return "-".join(str(value) for value in seen)


def _counts(own: UUID) -> Select[*tuple[Any, ...]]:
    """Select counts and versions that change whenever anything in the session does."""
    written = select(Passage).join(Passage.minutes).where(Minutes.session_id == own).subquery()
    committed = select(decision_commitments).join(Decision).where(Decision.session_id == own).subquery()
    return select(
        select(func.count()).where(AgendaItem.session_id == own).scalar_subquery(),
        select(func.sum(AgendaItem.version)).where(AgendaItem.session_id == own).scalar_subquery(),
        select(func.count()).where(Attendance.session_id == own).scalar_subquery(),
        select(func.max(Attendance.recorded_at)).where(Attendance.session_id == own).scalar_subquery(),
        select(func.sum(written.c.version)).scalar_subquery(),
        select(func.count()).where(Decision.session_id == own).scalar_subquery(),
        select(func.sum(Decision.version)).where(Decision.session_id == own).scalar_subquery(),
        select(func.count()).select_from(committed).scalar_subquery(),
        select(func.sum(Minutes.revision)).where(Minutes.session_id == own).scalar_subquery(),
    )
