"""Letters, whom they are for, and what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.circles.models import Seat
from app.circles.queries import seats_on
from app.database import db
from app.organisations.models import Contact, ContactRole
from forums.agenda.models import AgendaItem, ItemState
from forums.agenda.queries import in_order
from forums.papers.models import Letter, SignedLetter
from forums.scheduling.models import Session

ON_AGENDA = frozenset({ItemState.ACCEPTED, ItemState.DISCUSSED, ItemState.CARRIED})


@dataclass(frozen=True, slots=True)
class Addressee:
    """A seat that is invited; `head` is the position of its organisation's head, "" when nobody is named."""

    seat: Seat
    head: str


def letter_of(session_id: UUID) -> Letter | None:
    """Return the letter that was typed for a session."""
    return db.session.scalar(select(Letter).where(Letter.session_id == session_id))


def signed_letter_of(session_id: UUID) -> SignedLetter | None:
    """Return the letter of a session that was signed outside."""
    return db.session.scalar(select(SignedLetter).where(SignedLetter.session_id == session_id))


def letter_to_write(session_id: UUID) -> Letter | None:
    """Return the letter as it is now; nobody else begins or changes it until the transaction ends."""
    db.session.execute(select(Session.id).where(Session.id == session_id).with_for_update())
    query = select(Letter).where(Letter.session_id == session_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def addressees(session: Session) -> list[Addressee]:
    """Return whom a session's letter is for: its seats on that day, in the order of papers."""
    seats = seats_on(session.circle_id, session.starts_at.astimezone(session.zone).date())
    organisations = [seat.organisation_id for seat in seats]
    heads = select(Contact).where(Contact.organisation_id.in_(organisations), Contact.role == ContactRole.HEAD)
    positions = {contact.organisation_id: contact.person.position for contact in db.session.scalars(heads)}
    return [Addressee(seat, positions.get(seat.organisation_id, "")) for seat in seats]


def points(session_id: UUID) -> list[AgendaItem]:
    """Return what stands on the agenda, in order."""
    return [item for item in in_order(session_id) if item.state in ON_AGENDA]
