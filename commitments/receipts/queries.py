"""Queries of records of delivery."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.database import db
from app.files.models import StoredFile
from commitments.delivery.models import Act, Evidence, Update
from commitments.receipts.models import DeliveryRecord
from commitments.registry.models import Commitment


def record_of(commitment_id: UUID) -> DeliveryRecord | None:
    """Return the record of a delivery, or None."""
    return db.session.scalar(select(DeliveryRecord).where(DeliveryRecord.commitment_id == commitment_id))


def record_to_write(commitment_id: UUID) -> DeliveryRecord | None:
    """Return the record, refreshed; no one else can create or change it until the transaction ends."""
    db.session.execute(select(Commitment.id).where(Commitment.id == commitment_id).with_for_update())
    query = select(DeliveryRecord).where(DeliveryRecord.commitment_id == commitment_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def evidence_of(commitment_id: UUID) -> list[dict[str, Any]]:
    """Return the evidence of a commitment as a record lists it, oldest first, without signed copies of the record."""
    query = (
        select(StoredFile.name, StoredFile.sha256, Evidence.link, Evidence.criterion)
        .select_from(Evidence)
        .join(Update, Update.id == Evidence.update_id)
        .outerjoin(StoredFile, StoredFile.id == Evidence.file_id)
        .where(Evidence.commitment_id == commitment_id, Update.act != Act.RECORD_SIGNED)
        .order_by(Update.at, Evidence.id)
    )
    return [
        {"name": row.name or row.link, "sha256": row.sha256 or "", "criterion": row.criterion}
        for row in db.session.execute(query)
    ]
