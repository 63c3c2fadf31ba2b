"""The Berita Acara Serah Terima as PDF."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from app.circles.rules import at_least_internal
from app.clock import local_date
from app.organisations.letterheads.queries import profile_of
from app.pdf.canonical import fingerprint
from app.pdf.document import PdfDocument, file_name, produce
from app.pdf.languages import DEFAULT
from app.pdf.queries import paper_with
from app.pdf.texts import day_clause
from commitments.receipts.models import DeliveryRecord
from commitments.receipts.queries import evidence_of, record_of
from commitments.receipts.rules import with_evidence
from commitments.receipts.texts import RecordDetails, current
from commitments.registry.models import Commitment

KIND = "delivery_record"
"""The document type in the register."""


def pdf(commitment: Commitment, now: datetime, language: str) -> bytes:
    """Return the record as a tagged PDF, byte-identical for the same version; without a number it is a draft."""
    known = record_of(commitment.id)
    details = details_of(commitment, known, now, language)
    spoken = known.language if known else language
    return produce(
        _sheet(commitment, known, now, language),
        "commitments/receipts/paper.html",
        record=details,
        beginning=day_clause(details.dated, details.place, spoken),
        commitment=commitment,
        covered=with_evidence(details.items, details.evidence),
    )


def details_of(
    commitment: Commitment, known: DeliveryRecord | None, now: datetime, language: str = DEFAULT
) -> RecordDetails:
    """Return the saved text of a record, else the default."""
    evidence = () if known else evidence_of(commitment.id)
    return current(commitment, known, evidence, local_date(now), language)


def name(commitment: Commitment) -> str:
    """Return the file name."""
    known = record_of(commitment.id)
    day = known.dated if known else commitment.current_due
    return file_name("Berita-Acara-Serah-Terima", commitment.code, day, version=known.text_version if known else 1)


def issued_sheet(commitment: Commitment, record: DeliveryRecord) -> PdfDocument | None:
    """Return the document properties of a record with a number, to be registered; None for a draft."""
    if not record.number:
        return None
    sheet = _sheet(commitment, record, record.written_at, DEFAULT)
    return replace(sheet, fingerprint=_fingerprint_of(commitment, record))


def _fingerprint_of(commitment: Commitment, record: DeliveryRecord) -> str:
    """Return the SHA-256 of the content of a version of a record."""
    facts = {"kind": KIND, "commitment": commitment.id, "text": record.text_version, "written_at": record.written_at}
    sides = {"responsible": commitment.responsible.name, "verifier": commitment.verifier.name, "code": commitment.code}
    return fingerprint(facts | sides | asdict(details_of(commitment, record, record.written_at)))


def _sheet(commitment: Commitment, known: DeliveryRecord | None, now: datetime, language: str) -> PdfDocument:
    number = known.number if known else ""
    issued_at = known.written_at if known and number else None
    sha256 = _fingerprint_of(commitment, known) if known and number else None
    with force_locale(language):
        title = _("Record of delivery of %(code)s", code=commitment.code)
    return PdfDocument(
        title=title,
        as_of=(known.written_at if known else now).replace(second=0, microsecond=0),
        classification=at_least_internal(commitment.circle.classification),
        language=language,
        number=number or None,
        version=known.text_version if known else 1,
        fingerprint=sha256 if sha256 and paper_with(sha256) else None,
        issued_at=issued_at,
        issuer=profile_of(commitment.responsible_id, issued_at),
    )
