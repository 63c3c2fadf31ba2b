"""Calendars follow what happens to sessions: people who were invited are told, nobody else is."""

from __future__ import annotations

from dataclasses import replace

from app.events import handles
from forums.invitations import actions, queries, recipients, telling
from forums.scheduling.events import ParticipantJoined, ParticipantLeft, SessionsChanged
from forums.scheduling.models import SessionState


@handles(SessionsChanged)
def changed(event: SessionsChanged) -> None:
    """Let those who are invited hear of it in a minute. Invitations stay: what was cancelled may be restored."""
    telling.note(event.changed, reason=event.reason, by=event.by, at=event.at)


@handles(ParticipantLeft)
def left(event: ParticipantLeft) -> None:
    """Take back the invitations of someone who takes part no longer."""
    participant = event.participant
    for invitation in queries.coming_invitations(participant.forum_id, participant.person_id, event.at):
        session = invitation.session
        occasion = actions.occasion_for(session, "left", by=event.by, at=event.at)
        actions.withdraw(occasion, invitation, tells=session.state is SessionState.PLANNED)


@handles(ParticipantJoined)
def joined(event: ParticipantJoined) -> None:
    """Invite someone who joins to the sessions to which others are invited already, in the place of their office."""
    participant = event.participant
    if not recipients.is_reachable(participant.person):
        return
    for session in queries.invited_sessions(participant.forum_id, event.at):
        if not session.awaits_confirmation:
            occasion = actions.occasion_for(session, "invited", by=event.by, at=event.at)
            actions.invite_person(occasion, participant.seat, participant.person)
            if office := queries.office_of(session, participant.seat):
                actions.withdraw(replace(occasion, kind="left"), office)
