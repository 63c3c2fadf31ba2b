"""Queries of conflicts of interest."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.circles.models import Seat
from app.database import db
from app.organisations.models import Organisation
from forums.agenda.models import AgendaItem
from forums.conflicts.models import ConflictOfInterest
from forums.conflicts.rows import ConflictRow
from forums.scheduling.models import Participant


def of_session(session_id: UUID) -> list[ConflictRow]:
    """Return the conflicts of interest on the items of a session, in the order of the seats."""
    shown: tuple[Any, ...] = (
        *(ConflictOfInterest.id, ConflictOfInterest.agenda_item_id, Participant.person_id, Person.name),
        *(Organisation.name, Organisation.label, ConflictOfInterest.text, ConflictOfInterest.abstains),
    )
    query = select(*shown).join(ConflictOfInterest.item).join(ConflictOfInterest.participant)
    query = query.join(Participant.person).join(Participant.seat).join(Seat.organisation)
    query = query.where(AgendaItem.session_id == session_id)
    query = query.order_by(Seat.position, Seat.id, ConflictOfInterest.declared_at, ConflictOfInterest.id)
    return [ConflictRow._make(row) for row in db.session.execute(query)]


def on_item(item: AgendaItem) -> Select[ConflictOfInterest]:
    """Select the conflicts of interest on an item."""
    with_person = joinedload(ConflictOfInterest.participant)
    return select(ConflictOfInterest).where(ConflictOfInterest.agenda_item_id == item.id).options(with_person)


def declared(item_id: UUID, participant_id: UUID) -> ConflictOfInterest | None:
    """Return the conflict of interest of a participant on an item, or None."""
    query = select(ConflictOfInterest).where(
        ConflictOfInterest.agenda_item_id == item_id, ConflictOfInterest.participant_id == participant_id
    )
    return db.session.scalar(query)


def for_act(conflict_id: UUID) -> ConflictOfInterest | None:
    """Return a conflict of interest with its item, session and participant."""
    in_session = joinedload(ConflictOfInterest.item).joinedload(AgendaItem.session)
    return db.session.get(
        ConflictOfInterest, conflict_id, options=[in_session, joinedload(ConflictOfInterest.participant)]
    )
