"""The text of an invitation letter: as saved, or the default."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from app.pdf.languages import DEFAULT
from app.settings.queries import instance
from forums.papers.convener.queries import issuer_of
from forums.papers.models import Letter, Nature
from forums.scheduling.labels import session_label
from forums.scheduling.models import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDetails:
    """The text of one letter. `dated` is in the session's time zone; without a `number` the letter is a draft."""

    number: str
    dated: date
    place: str
    nature: Nature
    enclosures: str
    subject: str
    opening: str
    closing: str
    signatory_position: str
    signatory_name: str
    copies: list[str]
    disposition: bool = False
    """Whether a sheet for the recipient's instructions follows the letter."""


def typed(letter: Letter, session: Session) -> LetterDetails:
    """Return the saved text."""
    return LetterDetails(
        number=session.letter_number,
        dated=session.letter_dated or letter.written_at.astimezone(session.zone).date(),
        place=letter.place,
        nature=letter.nature,
        enclosures=letter.enclosures,
        subject=letter.subject,
        opening=letter.opening,
        closing=letter.closing,
        signatory_position=letter.signatory_position,
        signatory_name=letter.signatory_name,
        copies=letter.copies,
        disposition=letter.disposition,
    )


def current(session: Session, known: Letter | None, now: datetime) -> LetterDetails:
    """Return the saved text, else the default with the session's number."""
    return typed(known, session) if known else replace(standard(session, now), number=session.letter_number)


def standard(session: Session, now: datetime, language: str = DEFAULT) -> LetterDetails:
    """Return the default text for a session, signed by its presider; a draft without a number."""
    presider = session.presider
    name = session.forum.name
    with force_locale(language):
        subject = _("Invitation to %(forum)s, %(session)s", forum=name, session=session_label(session))
        opening = _("In connection with %(forum)s, we invite you to attend the meeting to be held on:", forum=name)
        closing = _("Given the importance of the meeting, we hope that you will attend. Thank you for your attention.")
        copies = [_("For the file")]
    return LetterDetails(
        number="",
        dated=now.astimezone(session.zone).date(),
        place=(issuer_of(session.forum_id) or instance()).city,
        nature=Nature.IMPORTANT,
        enclosures="",
        subject=subject,
        opening=opening,
        closing=closing,
        signatory_position=presider.position if presider else "",
        signatory_name=presider.name if presider else "",
        copies=copies,
    )
