"""Actions on records of delivery: save the text, add the signed copy."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import NotNow, require_version
from app.files.models import StoredFile
from app.pdf.issuing import issue
from app.pdf.languages import DEFAULT
from commitments.delivery.models import Act, Evidence
from commitments.delivery.timeline import add_update
from commitments.receipts import queries
from commitments.receipts.models import DeliveryRecord
from commitments.receipts.paper import KIND, issued_sheet
from commitments.receipts.rules import criteria_shown, is_delivered
from commitments.receipts.texts import RecordDetails
from commitments.registry.models import Commitment


def write(
    commitment: Commitment,
    details: RecordDetails,
    *,
    version: str | None,
    texts: dict[str, str],
    by: Person,
    at: datetime,
) -> DeliveryRecord:
    """Save the record of a delivery. Raises NotNow unless it was submitted or met, Conflict on a stale version."""
    _require_delivered(commitment)
    record = queries.record_to_write(commitment.id)
    if record is None:
        record = DeliveryRecord(commitment_id=commitment.id, language=DEFAULT, text_version=1)
        db.session.add(record)
    else:
        require_version(record, version, **texts)
        record.text_version += 1
    for name, value in asdict(details).items():
        setattr(record, name, list(value) if isinstance(value, tuple) else value)
    record.written_by_id, record.written_at, record.signed_at = by.id, at, None
    db.session.flush()
    audit.record("commitment.record_written", commitment, by=by, at=at, number=details.number)
    sheet = issued_sheet(commitment, record)
    issue(commitment, sheet, kind=KIND, dated=record.dated, by=by, at=at)
    return record


def add_signed(commitment: Commitment, file: StoredFile, *, by: Person, at: datetime) -> None:
    """Add the signed copy of the record as evidence of the criteria that it covers.

    Raises NotNow unless the delivery was submitted or met, and the record has a number.
    """
    _require_delivered(commitment)
    record = queries.record_to_write(commitment.id)
    if record is None or not record.number:
        raise NotNow(_l("Save the record with its number first"))
    record.signed_at = at
    update = add_update(commitment, Act.RECORD_SIGNED, by=by, at=at, text=record.number)
    db.session.flush()
    shown = criteria_shown([item["number"] for item in record.items], len(commitment.criteria_lines))
    for criterion in shown or [None]:  # of the whole, if an amendment left none of the criteria
        db.session.add(Evidence(commitment_id=commitment.id, update_id=update.id, file_id=file.id, criterion=criterion))
    audit.record("commitment.record_signed", commitment, by=by, at=at, number=record.number)


def _require_delivered(commitment: Commitment) -> None:
    if not is_delivered(commitment.delivery, commitment.verification):
        raise NotNow(_l("The record is written once the delivery was submitted"))
