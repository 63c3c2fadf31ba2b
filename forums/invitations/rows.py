"""Invitations and answers as plain rows for pages, without ORM objects."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.organisations.models import Sector
from forums.invitations.models import AnswerState, Via
from forums.invitations.queries import Invited, Roll
from forums.scheduling.models import Capacity


class Given(NamedTuple):
    """An answer. `contact` and `reason` are for those who lead the session; `received_at` is shown in `timezone`."""

    representative: str
    representative_position: str
    contact: str
    previous: AnswerState | None
    recorded_by: str | None
    source: str
    via: Via
    received_at: datetime
    timezone: str
    is_default: bool
    reason: str


class InvitedRow(NamedTuple):
    """An invitee with their answer; `person` is None for the secretariat of the organisation."""

    id: UUID
    sector: Sector
    organisation: str
    observer: bool
    person: str | None
    office: tuple[str, Capacity, str, str] | None
    """Own position, capacity, the office in which they act, and the legal basis."""
    passed_on: bool
    state: AnswerState
    answer: Given | None


def line_of(one: Invited, roll: Roll, *, leads: bool) -> InvitedRow:
    """Return the row of an invitee; `leads` includes what only those who lead the session may see."""
    it, person = one.invitation, one.invitation.person
    special = roll.stand_ins.get(person.id) if person else None
    office = None
    if person and special:
        office = (person.position, special.capacity, special.acting_as, special.basis)
    elif person and person.position:
        office = (person.position, Capacity.OWN, "", "")
    return InvitedRow(
        it.id,
        it.seat.sector,
        it.seat.organisation.name,
        it.seat.observer,
        person.name if person else None,
        office,
        it.guest_of_id is not None,
        one.state,
        _given(one, roll.session.timezone, leads=leads),
    )


def _given(one: Invited, timezone: str, *, leads: bool) -> Given | None:
    answer = one.answer
    if answer is None:
        return None
    return Given(
        answer.representative,
        answer.representative_position,
        answer.representative_contact if leads else "",
        answer.previous,
        answer.recorded_by.name if answer.recorded_by else None,
        answer.source,
        answer.via,
        answer.received_at,
        timezone,
        one.is_default,
        answer.reason if leads else "",
    )
