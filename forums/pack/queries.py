"""Queries of meeting packs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, lazyload

from app.accounts.models import Person
from app.circles.models import Classification, Seat
from app.circles.queries import is_taken
from app.clock import today as present_day
from app.database import alphabetical, db
from app.mail.links.models import MailLink
from app.organisations.models import Organisation
from commitments.registry.models import IS_OPEN, Commitment
from commitments.registry.rows import CommitmentRow
from commitments.registry.rules import Visibility
from forums.agenda.models import AgendaItem
from forums.invitations.models import Invitation
from forums.minutes.models import LOCKED, Minutes
from forums.pack.models import PackNote, PackOpening, PackVersion
from forums.pack.rows import GuestRow, OpeningRow
from forums.preparation.models import AgendaDocument
from forums.scheduling.models import Participant, Session


def versions(session: Session) -> Select[PackVersion]:
    """Select the versions of a session's pack."""
    return select(PackVersion).where(PackVersion.session_id == session.id)


def versions_of(session_id: UUID) -> Sequence[PackVersion]:
    """Return the versions of a session's pack, latest first."""
    query = select(PackVersion).where(PackVersion.session_id == session_id)
    return db.session.scalars(query.order_by(PackVersion.number.desc())).all()


def latest(session_id: UUID) -> PackVersion | None:
    """Return the latest version of a session's pack, or None."""
    query = select(PackVersion).where(PackVersion.session_id == session_id)
    return db.session.scalars(query.order_by(PackVersion.number.desc()).limit(1)).first()


def version_for_act(version_id: UUID) -> PackVersion | None:
    """Return a version with its session."""
    return db.session.get(PackVersion, version_id, options=[joinedload(PackVersion.session)])


def documents_of(session_id: UUID) -> dict[UUID, list[AgendaDocument]]:
    """Return the documents of a session's agenda with their files, oldest first, by the id of their item."""
    query = select(AgendaDocument).join(AgendaDocument.item).where(AgendaItem.session_id == session_id)
    query = query.options(joinedload(AgendaDocument.file)).order_by(AgendaDocument.added_at, AgendaDocument.id)
    found: dict[UUID, list[AgendaDocument]] = defaultdict(list)
    for document in db.session.scalars(query):
        found[document.agenda_item_id].append(document)
    return found


def last_minutes(session: Session) -> Minutes | None:
    """Return the approved minutes of the forum's last session before this one that has any."""
    query = select(Minutes).join(Minutes.session).options(joinedload(Minutes.session))
    query = query.where(Session.forum_id == session.forum_id, Session.starts_at < session.starts_at)
    query = query.where(Minutes.state.in_(LOCKED)).order_by(Session.starts_at.desc(), Minutes.version.desc())
    return db.session.scalars(query.limit(1)).first()


def open_commitments(circle_id: UUID) -> list[CommitmentRow]:
    """Return the open commitments that everyone in a circle may read, soonest first."""
    shown: tuple[Any, ...] = (
        *(Commitment.id, Commitment.code, Commitment.title, Commitment.delivery, Commitment.current_due),
        *(Commitment.progress, Organisation.name, Organisation.label, Organisation.sector),
    )
    query = select(*shown).join(Commitment.responsible).where(Commitment.circle_id == circle_id, IS_OPEN)
    query = query.where(Commitment.visibility != Visibility.PARTIES)
    rows = db.session.execute(query.order_by(Commitment.current_due, Commitment.code))
    return [CommitmentRow._make(row) for row in rows]


def opening(version_id: UUID, person_id: UUID) -> PackOpening | None:
    """Return the record that a person opened a version, or None."""
    query = select(PackOpening).where(PackOpening.version_id == version_id, PackOpening.person_id == person_id)
    return db.session.scalar(query)


def openings_of(session_id: UUID) -> list[OpeningRow]:
    """Return who opened which version of a session's pack, latest version first, then in order of time."""
    shown: tuple[Any, ...] = (
        *(Person.organisation_id, Person.id, Person.name, Person.position, PackVersion.number),
        *(PackOpening.opened_at, PackOpening.by_link, PackOpening.downloaded_at),
    )
    query = select(*shown).join(PackVersion, PackVersion.id == PackOpening.version_id)
    query = query.join(Person, Person.id == PackOpening.person_id).where(PackVersion.session_id == session_id)
    rows = db.session.execute(query.order_by(PackVersion.number.desc(), PackOpening.opened_at, PackOpening.id))
    return [OpeningRow._make(row) for row in rows]


def openings(version: PackVersion) -> Select[PackOpening]:
    """Select the openings of a version."""
    return select(PackOpening).where(PackOpening.version_id == version.id)


def notes_of(session_id: UUID, person_id: UUID) -> dict[UUID, PackNote]:
    """Return a person's own notes on the items of a session, by the id of the item."""
    query = select(PackNote).join(PackNote.item)
    query = query.where(AgendaItem.session_id == session_id, PackNote.person_id == person_id)
    return {note.agenda_item_id: note for note in db.session.scalars(query)}


def own_notes(person_id: UUID) -> Select[PackNote]:
    """Select all notes of a person."""
    return select(PackNote).where(PackNote.person_id == person_id)


def note_on(item_id: UUID, person_id: UUID) -> PackNote | None:
    """Return a person's own note on an item, or None."""
    return db.session.scalar(
        select(PackNote).where(PackNote.agenda_item_id == item_id, PackNote.person_id == person_id)
    )


def guests(session: Session) -> list[GuestRow]:
    """Return the people who are invited to a session for a seat and take no part in its forum, by name.

    Nobody in a secret forum, which only its participants may know.
    """
    if session.forum.circle.classification is Classification.SECRET:
        return []
    own = select(Participant.id).where(Participant.forum_id == session.forum_id, Participant.left_at.is_(None))
    seats = select(Seat.organisation_id).where(Seat.circle_id == session.circle_id, is_taken(present_day()))
    query = select(Person).join(Invitation, Invitation.person_id == Person.id).where(Person.organisation_id.in_(seats))
    query = query.where(Invitation.session_id == session.id, Invitation.withdrawn_at.is_(None))
    query = query.where(~own.where(Participant.person_id == Person.id).exists())
    query = query.where(Person.email.is_not(None), Person.suspended_at.is_(None))
    found = db.session.scalars(query.order_by(alphabetical(Person.name), Person.id)).all()
    newest = {link.person_id: link for link in links_to(session.id, [person.id for person in found])}
    return [GuestRow(person, newest.get(person.id)) for person in found]


def links_to(session_id: UUID, people: Sequence[UUID]) -> Sequence[MailLink]:
    """Return the links of people to the versions of a session's pack, oldest first."""
    versions = select(PackVersion.id).where(PackVersion.session_id == session_id)
    query = select(MailLink).where(MailLink.subject_type == PackVersion.__name__, MailLink.subject_id.in_(versions))
    query = query.where(MailLink.person_id.in_(people)).options(lazyload(MailLink.person))
    return db.session.scalars(query.order_by(MailLink.created_at, MailLink.id)).all()


def lock(version_id: UUID) -> None:
    """Lock a version, so that only one transaction at a time records an opening of it."""
    db.session.execute(select(PackVersion.id).where(PackVersion.id == version_id).with_for_update())
