"""Queries for letters, their addressees and agenda items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import literal, select, union_all

from app.circles.models import Seat
from app.circles.queries import seats_on
from app.database import db
from app.files.models import StoredFile
from app.organisations.models import Contact, ContactRole
from forums.agenda.models import AgendaItem, ItemState
from forums.agenda.queries import in_order, template
from forums.agenda.rows import TemplateItem
from forums.papers.models import Letter, SignedLetter
from forums.papers.records.models import AgreementRecord
from forums.papers.reports.models import Report
from forums.scheduling.models import Session

ON_AGENDA = frozenset({ItemState.ACCEPTED, ItemState.DISCUSSED, ItemState.CARRIED})


@dataclass(frozen=True, slots=True)
class Addressee:
    """An invited seat; `head` is the position of its organisation's head, "" if unknown."""

    seat: Seat
    head: str


def letter_of(session_id: UUID) -> Letter | None:
    """Return the saved letter of a session."""
    return db.session.scalar(select(Letter).where(Letter.session_id == session_id))


def signed_letter_of(session_id: UUID) -> SignedLetter | None:
    """Return the signed letter of a session."""
    return db.session.scalar(select(SignedLetter).where(SignedLetter.session_id == session_id))


def letter_to_write(session_id: UUID) -> Letter | None:
    """Return the letter, refreshed; no one else can create or change it until the transaction ends."""
    db.session.execute(select(Session.id).where(Session.id == session_id).with_for_update())
    query = select(Letter).where(Letter.session_id == session_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def addressees(session: Session) -> list[Addressee]:
    """Return the addressees of a session's letter: its seats on that day, ordered by position."""
    seats = seats_on(session.circle_id, session.starts_at.astimezone(session.zone).date())
    organisations = [seat.organisation_id for seat in seats]
    heads = select(Contact).where(Contact.organisation_id.in_(organisations), Contact.role == ContactRole.HEAD)
    positions = {contact.organisation_id: contact.person.position for contact in db.session.scalars(heads)}
    return [Addressee(seat, positions.get(seat.organisation_id, "")) for seat in seats]


def issued_papers(session_id: UUID) -> set[str]:
    """Return which of "record" (of agreement) and "report" (to leadership) of a session have a number."""
    record = select(literal("record")).where(AgreementRecord.session_id == session_id, AgreementRecord.number != "")
    report = select(literal("report")).where(Report.session_id == session_id, Report.number != "")
    return set(db.session.scalars(union_all(record, report)))


def media_of(hashes: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return media type and size of stored files by their hash."""
    if not hashes:
        return {}
    query = select(StoredFile.sha256, StoredFile.media_type, StoredFile.size).where(StoredFile.sha256.in_(hashes))
    return {sha256: (media_type, size) for sha256, media_type, size in db.session.execute(query)}


def points(session: Session) -> Sequence[AgendaItem | TemplateItem]:
    """Return the items on the agenda in order, or those of the forum's template before there are any items."""
    items = in_order(session.id)
    return [item for item in items if item.state in ON_AGENDA] if items else template(session.forum)
