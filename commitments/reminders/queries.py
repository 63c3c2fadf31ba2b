"""Queries of reminders."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from commitments.registry.models import Commitment

REMINDED = "commitment.reminded"
"""The action of the audit log that records a reminder sent by a person."""


def was_reminded(commitment_id: UUID, since: datetime) -> bool:
    """Return whether a person has sent a reminder about a commitment since an instant."""
    about = (AuditRow.subject_type == Commitment.__name__, AuditRow.subject_id == commitment_id)
    query = select(AuditRow.id).where(*about, AuditRow.action == REMINDED, AuditRow.at >= since)
    return db.session.scalar(query.limit(1)) is not None
