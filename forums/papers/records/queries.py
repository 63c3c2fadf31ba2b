"""Queries for records of agreement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.database import db
from forums.decisions.models import Decision
from forums.papers.records.models import AgreementRecord
from forums.scheduling.models import Session


def record_of(session_id: UUID) -> AgreementRecord | None:
    """Return the record of agreement of a session."""
    return db.session.scalar(select(AgreementRecord).where(AgreementRecord.session_id == session_id))


def record_to_write(session_id: UUID) -> AgreementRecord | None:
    """Return the record, refreshed; no one else can create or change it until the transaction ends."""
    db.session.execute(select(Session.id).where(Session.id == session_id).with_for_update())
    query = select(AgreementRecord).where(AgreementRecord.session_id == session_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def points_of(session_id: UUID) -> list[dict[str, Any]]:
    """Return the decisions of a session as points of a record, in the order in which they were taken."""
    query = select(Decision.id, Decision.code, Decision.text).where(Decision.session_id == session_id)
    rows = db.session.execute(query.order_by(Decision.decided_at, Decision.code))
    return [{"id": str(row.id), "code": row.code, "text": row.text} for row in rows]
