"""Event handlers: update invitations and notify invitees when sessions or participants change."""

from __future__ import annotations

from datetime import datetime

from app.accounts.access import AccessEnded
from app.accounts.models import Person
from app.database import db
from app.events import subscribe
from app.mail.links.events import LinkEnded
from forums.invitations import actions, change_notices, due, queries, recipients
from forums.invitations.models import Invitation
from forums.scheduling.events import ParticipantJoined, ParticipantLeft, SeatPassedOn, SeriesFollowed, SessionsChanged
from forums.scheduling.models import Capacity, Participant, Session, SessionState


@subscribe(SessionsChanged)
def changed(event: SessionsChanged) -> None:
    """Schedule notifications of the invitees. Invitations are kept, as a cancelled session may be restored."""
    change_notices.note(event.changed, reason=event.reason, by=event.by, at=event.at)


@subscribe(SeriesFollowed)
def followed(event: SeriesFollowed) -> None:
    """Keep the default answers of a series if its sessions keep their times."""
    if event.keeps_times:
        change_notices.keep_defaults(event.before, event.series)


@subscribe(AccessEnded)
def access_ended(event: AccessEnded) -> None:
    """Invalidate the answer links of a person whose access was ended."""
    actions.end_links(event.person, at=event.at)


@subscribe(LinkEnded)
def link_ended(event: LinkEnded) -> None:
    """Invalidate the answer link of an invitation that was revoked or disowned."""
    if event.link.subject_type == Invitation.__name__:
        actions.end_link(db.session.get_one(Invitation, event.link.subject_id), at=event.at)


@subscribe(ParticipantLeft)
def left(event: ParticipantLeft) -> None:
    """Withdraw the invitations of a participant who has left; invite the person whose office they held again."""
    participant = event.participant
    for invitation in queries.coming_invitations(participant.forum_id, participant.person_id, event.at):
        session = invitation.session
        occasion = actions.occasion_for(session, "left", by=event.by, at=event.at)
        actions.withdraw(occasion, invitation, notify=session.state is SessionState.PLANNED)
    back = db.session.get(Participant, participant.place_of_id) if participant.place_of_id else None
    if back and back.left_at is None and recipients.is_reachable(back.person):
        _invite(back, by=event.by, at=event.at)


@subscribe(ParticipantJoined)
def joined(event: ParticipantJoined) -> None:
    """Invite a new participant to sessions that others are invited to, replacing the invitation of their organisation's
    office or of the person whose office they hold. Alternates are not invited.
    """
    participant = event.participant
    if participant.capacity is Capacity.ALTERNATE or not recipients.is_reachable(participant.person):
        return
    for session in _invite(participant, by=event.by, at=event.at):
        replaced = [queries.office_of(session, participant.seat)]
        if participant.place_of_id:
            holder = db.session.get_one(Participant, participant.place_of_id)
            replaced.append(queries.invitation_of(session.id, holder.person_id))
        for invitation in filter(None, replaced):
            occasion = actions.occasion_for(session, "left", by=event.by, at=event.at)
            actions.withdraw(occasion, invitation)


@subscribe(SeatPassedOn)
def seat_passed_on(event: SeatPassedOn) -> None:
    """Let invitations to coming sessions, and the answers of the office, continue for the successor's seat."""
    for invitation in queries.coming_on_seat(event.before.id, event.at):
        if invitation.organisation_id is None:
            invitation.seat = event.after
        elif queries.has_office_invitation(invitation.session_id, event.after.organisation_id):
            occasion = actions.occasion_for(invitation.session, "left", by=None, at=event.at)
            actions.withdraw(occasion, invitation)
        else:
            answer = queries.office_answer(invitation.session_id, event.left.id)
            invitation.seat, invitation.organisation_id = event.after, event.after.organisation_id
            if answer:
                answer.organisation_id = event.after.organisation_id


def _invite(participant: Participant, *, by: Person | None, at: datetime) -> list[Session]:
    """Invite a participant to the sessions that others are invited to, and return these."""
    coming = [
        session
        for session in due.invited_sessions(participant.forum_id, at)
        if not session.awaits_confirmation and participant.is_here_on(session.day)
    ]
    for session in coming:
        actions.invite_person(
            actions.occasion_for(session, "invited", by=by, at=at), participant.seat, participant.person
        )
    return coming
