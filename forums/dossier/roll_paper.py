"""The list of those invited to a session, with their answers, as PDF; without contacts and reasons."""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from app.pdf.document import PdfDocument, file_name, job_of
from app.pdf.job import PdfJob
from app.web.i18n import plain_day
from forums.invitations.queries import roll
from forums.invitations.rows import line_of
from forums.papers.convener.queries import issuer_of
from forums.scheduling.labels import session_label
from forums.scheduling.models import Session


def job(session: Session, as_of: datetime, language: str) -> PdfJob:
    """Return the job that renders the list."""
    found = roll(session)
    with force_locale(language):
        title = _(
            "Invitations to %(session)s, %(forum)s, %(day)s",
            session=session_label(session),
            forum=session.forum.name,
            day=plain_day(session.starts_at, session.timezone),
        )
    sheet = PdfDocument(
        title=title,
        as_of=as_of.replace(second=0, microsecond=0),
        classification=session.forum.circle.classification,
        language=language,
        number=session.letter_number or None,
        issuer=issuer_of(session.forum_id, None),
    )
    rows = [line_of(one, found, leads=False) for one in found.invited]
    return job_of(sheet, "forums/dossier/roll.html", session=session, rows=rows)


def name(session: Session) -> str:
    """Return the file name."""
    return file_name("Daftar-Undangan", session.forum.slug, session.day, version=1)
