"""The Berita Acara as PDF."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from app.pdf.canonical import fingerprint
from app.pdf.document import PdfDocument, file_name, job_of, made
from app.pdf.job import PdfJob
from app.pdf.languages import DEFAULT
from app.pdf.queries import paper_with
from app.pdf.texts import day_clause
from app.web.i18n import plain_day
from forums.papers.convener.queries import issuer_of
from forums.papers.issuing import RECORD, classification_of
from forums.papers.records.models import AgreementRecord
from forums.papers.records.queries import record_of
from forums.papers.records.texts import current
from forums.scheduling.labels import session_label
from forums.scheduling.models import Session


def pdf(session: Session, now: datetime, language: str) -> bytes:
    """Return the record as a tagged PDF, byte-identical for the same version; without a number it is a draft."""
    return made(job(session, now, language))


def job(session: Session, now: datetime, language: str) -> PdfJob:
    """Return the job that renders the record, for documents that include it."""
    known = record_of(session.id)
    details = current(session, known, language)
    spoken = known.language if known else language
    return job_of(
        _sheet(session, known, now, language),
        "forums/papers/record.html",
        record=details,
        beginning=day_clause(details.dated, details.place, spoken),
        session=session,
    )


def name(session: Session) -> str:
    """Return the file name."""
    known = record_of(session.id)
    return file_name("Berita-Acara", session.forum.slug, session.day, version=known.version if known else 1)


def issued_sheet(session: Session, record: AgreementRecord) -> PdfDocument | None:
    """Return the document properties of a record with a number, to be registered; None for a draft."""
    if not record.number:
        return None
    sheet = _sheet(session, record, record.written_at, DEFAULT)
    return replace(sheet, fingerprint=fingerprint_of(session, record))


def fingerprint_of(session: Session, record: AgreementRecord) -> str:
    """Return the SHA-256 of the content of a version of a record."""
    facts = {"kind": RECORD, "session": session.id, "version": record.version, "written_at": record.written_at}
    return fingerprint(facts | asdict(current(session, record)))


def _sheet(session: Session, known: AgreementRecord | None, now: datetime, language: str) -> PdfDocument:
    number = known.number if known else ""
    issued_at = known.written_at if known and number else None
    sha256 = fingerprint_of(session, known) if known and number else None
    with force_locale(language):
        title = _(
            "Record of agreement of %(session)s, %(forum)s, %(day)s",
            session=session_label(session),
            forum=session.forum.name,
            day=plain_day(session.starts_at, session.timezone),
        )
    return PdfDocument(
        title=title,
        as_of=(known.written_at if known else now).replace(second=0, microsecond=0),
        classification=classification_of(session),
        language=language,
        number=number or None,
        version=known.version if known else 1,
        fingerprint=sha256 if sha256 and paper_with(sha256) else None,
        issued_at=issued_at,
        issuer=issuer_of(session.forum_id, issued_at),
    )
