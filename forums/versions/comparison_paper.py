"""The comparison of two texts of the minutes as PDF, for people who read it on paper."""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from app.pdf.document import PdfDocument, file_name, produce
from app.web.i18n import plain_day
from forums.papers.convener.queries import issuer_of
from forums.scheduling.labels import session_label
from forums.scheduling.models import Session
from forums.versions.texts import Text, comparison_of


def pdf(session: Session, before: Text, after: Text, now: datetime, language: str) -> bytes:
    """Return what differs between two texts, as of `now`."""
    with force_locale(language):
        comparison = comparison_of(before, after)
        title = _(
            "Changes to the minutes of %(session)s, %(forum)s, %(day)s",
            session=session_label(session),
            forum=session.forum.name,
            day=plain_day(session.starts_at, session.timezone),
        )
    sheet = PdfDocument(
        title=title,
        as_of=now.replace(second=0, microsecond=0),
        classification=session.forum.circle.classification,
        language=language,
        version=after.minutes.version,
        issuer=issuer_of(session.forum_id),
    )
    return produce(
        sheet,
        "forums/versions/comparison_paper.html",
        session=session,
        before=before,
        after=after,
        comparison=comparison,
    )


def name(session: Session, after: Text) -> str:
    """Return the file name, such as "Perbandingan-notulen_forum-lintas-sektor_2026-11-26_v2.pdf"."""
    day = session.starts_at.astimezone(session.zone).date()
    return file_name("Perbandingan-notulen", session.forum.slug, day, version=after.minutes.version)
