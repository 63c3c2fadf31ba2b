"""The Undangan as PDF: one letter to every seat of a session, or to one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _

from app.organisations.succession.queries import names_on
from app.pdf.document import PdfDocument, file_name, job_of, made
from app.pdf.job import PdfJob
from app.pdf.languages import DEFAULT
from app.web.i18n import plain_day
from forums.basis.queries import basis_on
from forums.papers import queries
from forums.papers.convener.queries import issuer_of
from forums.papers.labels import NATURES
from forums.papers.letters import LetterDetails, standard, typed
from forums.papers.queries import Addressee
from forums.papers.rules import addressed
from forums.scheduling.labels import session_label
from forums.scheduling.models import Session

MOST_ON_THE_LETTER = 8
"""With more addressees, their list is an annex."""


def pdf(session: Session, to: list[Addressee], now: datetime, language: str) -> bytes:
    """Return the letter to `to` as a tagged PDF; without a number it is marked as a draft."""
    return made(job(session, to, now, language))


def job(session: Session, to: list[Addressee], now: datetime, language: str) -> PdfJob:
    """Return the job that renders the letter, for documents that include it."""
    letter, basis = queries.letter_of(session.id), basis_on(session.forum_id, session.day)
    details = typed(letter, session) if letter else standard(session, now, language)
    former = names_on(letter.written_at.astimezone(session.zone).date() if letter else session.day)
    with force_locale(language):
        names = [recipient(one, former) for one in to]
    frame = _sheet(session, details, letter.written_at if letter else now, language)
    issued_at = letter.written_at if letter and details.number else None
    version = letter.version if letter else 1
    frame = replace(frame, version=version, issued_at=issued_at, issuer=issuer_of(session.forum_id, issued_at))
    return job_of(
        frame,
        "forums/papers/letter.html",
        session=session,
        letter=details,
        nature=NATURES[details.nature],
        recipients=names,
        listed=len(names) > MOST_ON_THE_LETTER,
        points=queries.points(session),
        basis=basis.plain if basis else None,
    )


def recipient(to: Addressee, former: Mapping[UUID, str] = MappingProxyType({})) -> str:
    """Return how a letter addresses a seat: the head's position, or "Pimpinan" and the organisation.

    `former` has the names of organisations that were called otherwise when the letter was written.
    """
    name = former.get(to.seat.organisation_id, to.seat.organisation.name)
    return addressed(name, to.head) if to.head else _("Head of %(organisation)s", organisation=name)


def name(session: Session, to: Addressee | None, version: int) -> str:
    """Return the file name, with the addressee if there is one."""
    day = session.starts_at.astimezone(session.zone).date()
    kind = f"Undangan-{to.seat.organisation.label}" if to else "Undangan"
    return file_name(kind, session.forum.slug, day, version=version)


def _sheet(session: Session, details: LetterDetails, as_of: datetime, language: str = DEFAULT) -> PdfDocument:
    with force_locale(language):
        title = _(
            "Invitation to %(session)s, %(forum)s, %(day)s",
            session=session_label(session),
            forum=session.forum.name,
            day=plain_day(session.starts_at, session.timezone),
        )
    return PdfDocument(
        title=title,
        as_of=as_of.replace(second=0, microsecond=0),
        classification=session.forum.circle.classification,
        language=language,
        number=details.number or None,
    )
