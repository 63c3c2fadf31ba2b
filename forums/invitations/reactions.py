"""Calendars follow what happens to sessions: people who were invited are told, nobody else is."""

from __future__ import annotations

from dataclasses import replace

from app.events import handles
from forums.invitations import actions, queries, recipients
from forums.scheduling.events import (
    ParticipantJoined,
    ParticipantLeft,
    SessionCancelled,
    SessionConfirmed,
    SessionMoved,
    SessionRelocated,
    SessionRestored,
)
from forums.scheduling.models import SessionState


@handles(SessionMoved)
def moved(event: SessionMoved) -> None:
    """Ask everyone anew for the new time; where only the end changed, answers keep."""
    if event.started_at == event.session.starts_at:
        actions.resend(event.session, "lengthened", by=event.by, at=event.at, reason=event.reason)
        return
    actions.reset_answers(event.session)
    actions.resend(event.session, "moved", by=event.by, at=event.at, before=event.started_at, reason=event.reason)


@handles(SessionConfirmed)
def confirmed(event: SessionConfirmed) -> None:
    """Ask anew where people were invited before a holiday was proposed to move the session."""
    if event.moved:
        actions.reset_answers(event.session)
        actions.resend(event.session, "moved", by=event.by, at=event.at, reason=event.session.because)


@handles(SessionRelocated)
def relocated(event: SessionRelocated) -> None:
    """Tell the new place; answers keep."""
    actions.resend(event.session, "relocated", by=event.by, at=event.at)


@handles(SessionCancelled)
def cancelled(event: SessionCancelled) -> None:
    """Take the session out of calendars. The invitations stay, for it may be restored."""
    invitations = queries.standing(event.session.id)
    if invitations and event.session.ends_at > event.at:
        occasion = actions.occasion_for(event.session, "cancelled", by=event.by, at=event.at, reason=event.reason)
        actions.call_off(occasion, invitations)


@handles(SessionRestored)
def restored(event: SessionRestored) -> None:
    """Put the session back into calendars, with the answers as they were."""
    actions.resend(event.session, "restored", by=event.by, at=event.at)


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
