"""The demo's invitations to coming sessions, answered by most people, but not by companies."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.organisations.models import Sector
from demo.letters import write_letter
from forums.invitations.actions import invite
from forums.invitations.due import to_invite
from forums.invitations.models import AnswerState, Via
from forums.invitations.queries import active_invitations
from forums.invitations.rsvp import Channel, Reply, answer

AHEAD = timedelta(days=14)
SENT = timedelta(days=6)

ANSWERS = (
    Reply(answer=AnswerState.ATTENDING_IN_PERSON),
    Reply(answer=AnswerState.ATTENDING_IN_PERSON),
    Reply(answer=AnswerState.ATTENDING_ONLINE),
    Reply(answer=AnswerState.REPRESENTED, representative="Staf Bidang Data", position="Analis"),
    Reply(answer=AnswerState.ATTENDING_IN_PERSON),
    Reply(answer=AnswerState.EXCUSED, reason="Bertugas di lapangan"),
)


def send_invitations(now: datetime) -> None:
    """Invite to the sessions of the next two weeks; every third person and the companies have not answered."""
    for session in to_invite(now, now + AHEAD):
        sent = now - SENT
        if session.presider:
            write_letter(session, by=session.presider, at=sent)
        invite(session, by=session.presider, at=sent)
        for place, invitation in enumerate(active_invitations(session.id)):
            seat_sector = invitation.seat.sector
            if place % 3 == 2 or seat_sector is Sector.PRIVATE or invitation.person is None:
                continue
            reply = ANSWERS[place % len(ANSWERS)]
            if session.mode.value == "online" and reply.answer is AnswerState.ATTENDING_IN_PERSON:
                reply = Reply(answer=AnswerState.ATTENDING_ONLINE)
            if session.mode.value == "in_person" and reply.answer is AnswerState.ATTENDING_ONLINE:
                reply = Reply(answer=AnswerState.ATTENDING_IN_PERSON)
            answer(invitation, reply, through=Channel(via=Via.LINK), at=sent + timedelta(hours=place + 2))
