"""The action on records of agreement: save the text."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import NotNow, require_version
from app.pdf.issuing import issue
from app.pdf.languages import DEFAULT
from forums.papers.issuing import RECORD
from forums.papers.records import queries
from forums.papers.records.models import AgreementRecord
from forums.papers.records.paper import issued_sheet
from forums.papers.records.texts import RecordDetails
from forums.scheduling.models import Session


def write(
    session: Session, details: RecordDetails, *, version: str | None, texts: dict[str, str], by: Person, at: datetime
) -> AgreementRecord:
    """Save a session's record. Raises NotNow before the session was opened, Conflict on a stale version."""
    if session.opened_at is None:
        raise NotNow(_l("The record is written once the session was opened"))
    record = queries.record_to_write(session.id)
    if record is None:
        record = AgreementRecord(session_id=session.id, language=DEFAULT)
        db.session.add(record)
    else:
        require_version(record, version, **texts)
    for name, value in asdict(details).items():
        setattr(record, name, value)
    record.written_by_id, record.written_at = by.id, at
    db.session.flush()
    audit.record("session.record_written", session, by=by, at=at, number=details.number)
    issue(session, issued_sheet(session, record), kind=RECORD, dated=record.dated, by=by, at=at)
    return record
