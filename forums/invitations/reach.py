"""How those who lead a session reach whom they invited: values, and no objects of the database behind them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from forums.invitations.calendars import summary
from forums.invitations.labels import contact_text
from forums.invitations.models import AnswerState
from forums.invitations.queries import Invited
from forums.scheduling.models import Session


class Reach(NamedTuple):
    """Where to write to somebody about an event, what to write while they have not answered, and their telephone."""

    invitation_id: UUID
    event: str
    text: str | None
    mailbox: str | None
    phone: str | None
    guest: tuple[UUID, UUID] | None
    """Seat and person, where somebody to whom an invitation was passed on may be made a participant."""


def reach_of(one: Invited, session: Session, *, enters: bool) -> Reach:
    """Return how to reach somebody who is invited; `enters`: the reader makes people participants."""
    it = one.invitation
    return Reach(
        it.id,
        summary(session),
        contact_text(it, session) if one.state is AnswerState.NEEDS_ACTION else None,
        it.address,
        it.person.phone if it.person else it.seat.organisation.phone,
        (it.seat_id, it.person_id) if enters and it.guest_of_id and it.person_id else None,
    )
