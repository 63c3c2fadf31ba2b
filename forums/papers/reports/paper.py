"""The Nota Dinas as PDF and .docx."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.pdf.canonical import fingerprint
from app.pdf.document import PdfDocument, file_name, job_of, made, produce_word
from app.pdf.job import PdfJob
from app.pdf.languages import DEFAULT
from app.pdf.queries import paper_with
from app.web.i18n import plain_day
from forums.minutes.models import Minutes
from forums.papers.convener.queries import issuer_of
from forums.papers.issuing import REPORT, classification_of
from forums.papers.labels import NATURES
from forums.papers.minutes_paper import commitments_in, content_for, label
from forums.papers.reports.models import Report
from forums.papers.reports.queries import newest_minutes, report_of
from forums.papers.reports.texts import current
from forums.scheduling.labels import session_label
from forums.scheduling.models import Session

TEMPLATE = "forums/papers/report.html"


def pdf(session: Session, now: datetime, language: str) -> bytes:
    """Return the report as a tagged PDF, byte-identical for the same version on approved minutes."""
    return made(job(session, now, language))


def job(session: Session, now: datetime, language: str) -> PdfJob:
    """Return the job that renders the report, for documents that include it."""
    frame, context = _composed(session, now, language)
    return job_of(frame, TEMPLATE, **context)


def word(session: Session, now: datetime, language: str) -> bytes:
    """Return the report as .docx, with the content of the PDF."""
    frame, context = _composed(session, now, language)
    return produce_word(frame, TEMPLATE, **context)


def name(session: Session, suffix: str) -> str:
    """Return the file name."""
    known = report_of(session.id)
    version = known.version if known else 1
    return file_name("Nota-Dinas", session.forum.slug, session.day, version=version, suffix=suffix)


def issued_sheet(session: Session, report: Report) -> PdfDocument | None:
    """Return the document properties of a report with a number on approved minutes, to be registered; else None."""
    if not _is_final(report):
        return None
    sheet = _sheet(session, report, report.minutes, _content_of(report.minutes), report.written_at, DEFAULT)
    return replace(sheet, fingerprint=fingerprint_of(session, report))


def fingerprint_of(session: Session, report: Report) -> str:
    """Return the SHA-256 of the content of a version of a report, with that of the minutes that it reports."""
    sha256 = report.minutes.sha256 if report.minutes else None
    facts = {"kind": REPORT, "session": session.id, "version": report.version, "written_at": report.written_at}
    details = asdict(current(session, report, report.minutes, report.written_at))
    return fingerprint(facts | details | {"minutes": sha256})


def _composed(session: Session, now: datetime, language: str) -> tuple[PdfDocument, dict[str, Any]]:
    known = report_of(session.id)
    minutes = known.minutes if known else newest_minutes(session)
    details = current(session, known, minutes, now, language)
    content = _content_of(minutes)
    context = {
        "report": details,
        "nature": NATURES[details.nature],
        "content": content,
        "commitments": commitments_in(content) if content else [],
        "is_final": _is_final(known),
        "approved": bool(minutes and minutes.is_locked),
    }
    return _sheet(session, known, minutes, content, now, language), context


def _content_of(minutes: Minutes | None) -> dict[str, Any] | None:
    return content_for(minutes) if minutes else None


def _is_final(known: Report | None) -> bool:
    return bool(known and known.number and known.minutes and known.minutes.is_locked)


def _sheet(
    session: Session,
    known: Report | None,
    minutes: Minutes | None,
    content: dict[str, Any] | None,
    now: datetime,
    language: str,
) -> PdfDocument:
    issued_at = known.written_at if known and _is_final(known) else None
    sha256 = fingerprint_of(session, known) if known and issued_at else None
    with force_locale(language):
        title = _(
            "Report on %(session)s, %(forum)s, %(day)s",
            session=label(minutes, content) if minutes and content else session_label(session),
            forum=content["forum"] if content else session.forum.name,
            day=plain_day(session.starts_at, session.timezone),
        )
    return PdfDocument(
        title=title,
        as_of=(issued_at or now).replace(second=0, microsecond=0),
        classification=classification_of(session),
        language=language,
        number=(known.number if known else "") or None,
        version=known.version if known else 1,
        fingerprint=sha256 if sha256 and paper_with(sha256) else None,
        issued_at=issued_at,
        issuer=issuer_of(session.forum_id, issued_at),
    )
