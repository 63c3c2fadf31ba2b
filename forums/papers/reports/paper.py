"""The Nota Dinas as PDF and .docx."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.pdf.document import PdfDocument, file_name, job_of, made, produce_word
from app.pdf.job import PdfJob
from app.web.i18n import plain_day
from forums.papers.convener.queries import issuer_of
from forums.papers.labels import NATURES
from forums.papers.minutes_paper import commitments_in, content_for
from forums.papers.reports.models import Report
from forums.papers.reports.queries import newest_minutes, report_of
from forums.papers.reports.texts import current
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


def _composed(session: Session, now: datetime, language: str) -> tuple[PdfDocument, dict[str, Any]]:
    known = report_of(session.id)
    minutes = known.minutes if known else newest_minutes(session)
    details = current(session, known, minutes, now, language)
    content = content_for(minutes) if minutes else None
    final = bool(known and details.number and minutes and minutes.is_locked)
    context = {
        "report": details,
        "nature": NATURES[details.nature],
        "content": content,
        "commitments": commitments_in(content) if content else [],
        "is_final": final,
        "approved": bool(minutes and minutes.is_locked),
    }
    frame = _sheet(session, known, now, language, final=final)
    if content:
        with force_locale(language):
            frame = replace(frame, title=_title(content["forum"], content["session"], session))
    return frame, context


def _title(forum: str, number: int, session: Session) -> str:
    day = plain_day(session.starts_at, session.timezone)
    return _("Report on session %(number)s, %(forum)s, %(day)s", number=number, forum=forum, day=day)


def _sheet(session: Session, known: Report | None, now: datetime, language: str, *, final: bool) -> PdfDocument:
    issued_at = known.written_at if known and final else None
    with force_locale(language):
        title = _title(session.forum.name, session.number, session)
    return PdfDocument(
        title=title,
        as_of=(issued_at or now).replace(second=0, microsecond=0),
        classification=session.forum.circle.classification,
        language=language,
        number=(known.number if known else "") or None,
        version=known.version if known else 1,
        issued_at=issued_at,
        issuer=issuer_of(session.forum_id, issued_at),
    )
