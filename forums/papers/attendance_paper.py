"""The Daftar Hadir as PDF: to sign by hand, or as recorded; with contacts only for those who record attendance."""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from app.organisations.succession.queries import names_on
from app.pdf.document import PdfDocument, file_name, job_of, made, produce
from app.pdf.job import PdfJob
from app.web.i18n import plain_day
from app.web.status_labels import SECTORS
from forums.attendance.queries import expected, quorum_of
from forums.checkin.labels import CheckIn, check_in_of
from forums.checkin.queries import confirmed_guests
from forums.papers import rules
from forums.papers.convener.queries import issuer_of
from forums.scheduling.labels import session_label
from forums.scheduling.models import Session


def to_sign(session: Session, now: datetime, language: str, *, contacts: bool) -> bytes:
    """Return the list to sign by hand."""
    rows = expected(session)
    return produce(
        _sheet(session, now, language),
        "forums/papers/attendance.html",
        session=session,
        rows=rows,
        former=names_on(session.day),
        quorum=None,
        contacts=contacts,
        guests=rules.guest_rows(len(rows)),
        check_in=_check_in(session, language),
        came=(),
    )


def recorded(session: Session, now: datetime, language: str, *, contacts: bool) -> bytes:
    """Return the list of recorded attendance by seat, with the quorum."""
    return made(recorded_job(session, now, language, contacts=contacts))


def recorded_job(session: Session, now: datetime, language: str, *, contacts: bool) -> PdfJob:
    """Return the job that renders the recorded attendance, for documents that include it."""
    rows = expected(session)
    quorum = quorum_of(session, rows, None)
    order = list(SECTORS)
    sectors = sorted(quorum.sectors, key=lambda one: order.index(one.sector))
    return job_of(
        _sheet(session, now, language),
        "forums/papers/attendance.html",
        session=session,
        rows=rows,
        former=names_on(session.day),
        quorum={"taken": quorum.taken, "seats": quorum.seats, "met": quorum.is_met, "sectors": sectors},
        contacts=contacts,
        guests=0,
        check_in=None,
        came=confirmed_guests(session.id),
    )


def _check_in(session: Session, language: str) -> CheckIn | None:
    with force_locale(language):  # the short address is in the language of the paper
        return check_in_of(session)


def name(session: Session, *, contacts: bool) -> str:
    """Return the file name, which is different for a copy with contacts."""
    day = session.starts_at.astimezone(session.zone).date()
    kind = "Daftar-Hadir-dengan-kontak" if contacts else "Daftar-Hadir"
    return file_name(kind, session.forum.slug, day, version=1)


def _sheet(session: Session, now: datetime, language: str) -> PdfDocument:
    with force_locale(language):
        title = _(
            "Attendance list of %(session)s, %(forum)s, %(day)s",
            session=session_label(session),
            forum=session.forum.name,
            day=plain_day(session.starts_at, session.timezone),
        )
    return PdfDocument(
        title=title,
        as_of=now.replace(second=0, microsecond=0),
        classification=session.forum.circle.classification,
        language=language,
        issuer=issuer_of(session.forum_id),
    )
