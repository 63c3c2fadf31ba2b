"""Contact details of invitees for those who lead a session, as plain rows without ORM objects."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from forums.invitations.labels import contact_text
from forums.invitations.models import AnswerState
from forums.invitations.queries import Invited
from forums.scheduling.labels import summary
from forums.scheduling.models import Session


class Reach(NamedTuple):
    """How to contact an invitee: the mail subject, a message if they have not answered, mailbox and telephone."""

    invitation_id: UUID
    event: str
    text: str | None
    mailbox: str | None
    phone: str | None
    guest: tuple[UUID, UUID] | None
    """Seat and person ids, if someone to whom an invitation was passed on can be added as a participant."""


def reach_of(one: Invited, session: Session, *, enters: bool) -> Reach:
    """Return how to contact an invitee; `enters`: the user may add participants."""
    it = one.invitation
    return Reach(
        it.id,
        summary(session),
        contact_text(it, session) if one.state is AnswerState.NEEDS_ACTION else None,
        it.address,
        it.person.phone if it.person else it.seat.organisation.phone,
        (it.seat_id, it.person_id) if enters and it.guest_of_id and it.person_id else None,
    )
