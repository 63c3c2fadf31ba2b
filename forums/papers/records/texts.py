"""The text of a record of agreement: as saved, or the default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _

from app.pdf.languages import DEFAULT
from forums.attendance.models import Presence
from forums.attendance.queries import Expected, expected
from forums.papers.records.models import AgreementRecord
from forums.papers.records.queries import points_of
from forums.scheduling.labels import position_of, session_label
from forums.scheduling.models import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDetails:
    """The text of a record. `points` are decisions, `dated` is in the session's time zone; see AgreementRecord."""

    number: str
    dated: date
    place: str
    opening: str
    closing: str
    points: list[dict[str, Any]]
    signatories: list[dict[str, Any]]


def current(session: Session, known: AgreementRecord | None, language: str = DEFAULT) -> RecordDetails:
    """Return the saved text, else the default."""
    if known is None:
        return standard(session, language)
    return RecordDetails(**{name: getattr(known, name) for name in RecordDetails.__slots__})


def standard(session: Session, language: str = DEFAULT) -> RecordDetails:
    """Return the default text: all decisions of the session, to be signed by everyone who came."""
    with force_locale(language):
        opening = _(
            "the undersigned have taken part in %(forum)s, %(session)s, and have agreed as follows:",
            forum=session.forum.name,
            session=session_label(session),
        )
        closing = _("This record was drawn up truthfully, to be carried out as agreed.")
        signatories = [_signatory(row) for row in _one_per_party(session)]
    return RecordDetails(
        number="",
        dated=session.day,
        place=session.place,
        opening=opening,
        closing=closing,
        points=points_of(session.id),
        signatories=signatories,
    )


def _one_per_party(session: Session) -> list[Expected]:
    """Return who came for each party: the presider for theirs, else the first of those who came."""
    came = [row for row in expected(session) if row.record and row.record.came and row.counts]
    presiding = [row for row in came if row.participant and row.participant.person_id == session.presider_id]
    chosen: dict[UUID, Expected] = {}
    for row in [*presiding, *came]:
        chosen.setdefault(row.seat.id, row)
    return [row for row in came if row in chosen.values()]


def _signatory(row: Expected) -> dict[str, str]:
    organisation = row.seat.organisation.name
    if row.record and row.record.presence is Presence.REPRESENTED:
        name, _comma, position = row.record.representative.partition(", ")
        return {"name": name, "position": position, "organisation": organisation}
    person = row.participant
    return {
        "name": person.person.name if person else "",
        "position": position_of(person) if person else "",
        "organisation": organisation,
    }
