"""Actions on invitations: send, renew and withdraw them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import current_app
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.circles.models import Seat
from app.database import db
from app.errors import RuleViolation
from app.mail.links import actions as mail_links
from app.settings.queries import instance
from forums.agenda.queries import announced
from forums.invitations import attachments, due, links, notices, queries, recipients
from forums.invitations.models import Answer, AnswerState, Invitation, Via
from forums.invitations.notices import Occasion
from forums.scheduling.models import Session, SessionState
from forums.scheduling.session_actions import next_sequence


def invite(session: Session, *, by: Person | None, at: datetime, letter_number: str = "") -> int:
    """Invite everyone expected at the session who has not been invited yet; return how many.

    The letter is attached if it was written and has a number. Raises RuleViolation while another date is proposed, and
    for a session that is over, cancelled or merged.
    """
    queries.lock(session)
    check_open(session, at=at)
    if letter_number:
        session.letter_number = letter_number
    fresh = [_expect(session, one.seat, one.person, at=at) for one in pending(session)]
    if not fresh:
        return 0
    session.invited_at = session.invited_at or at
    letters = attachments.letter(session, by=by, at=at)
    occasion = occasion_for(session, "invited", by=by, at=at, attachments=letters)
    ask(occasion, fresh)
    audit.record("session.invited", session, by=by, at=at, people=len(fresh), sequence=occasion.sequence)
    return len(fresh)


def invite_ahead(*, at: datetime) -> int:
    """Send the first invitations of all sessions in the configured number of days that have no proposed date.

    Returns the number of invitations; a second call sends nothing.
    """
    ahead = timedelta(days=current_app.extensions["settings"].invitation_days)
    return sum(invite(session, by=None, at=at) for session in due.to_invite(at, at + ahead))


def check_open(session: Session, *, at: datetime) -> None:
    """Raise RuleViolation unless invitations to the session can be sent."""
    session.require(SessionState.PLANNED)
    if session.awaits_confirmation:
        raise RuleViolation(_l("Another date or a merge is proposed for this session. Decide on it first"))
    if session.ends_at <= at:
        raise RuleViolation(_l("This session is over"))


def pending(session: Session) -> list[recipients.Recipient]:
    """Return the people and offices expected at the session that have not been invited yet."""
    invited = queries.invitees(session.id)
    return [
        one
        for one in recipients.recipients(session)
        if (one.person.id if one.person else one.seat.organisation_id) not in invited
    ]


def waiting(session: Session) -> int:
    """Return the number of people and offices that have not been invited yet."""
    return len(pending(session))


def ask(occasion: Occasion, invitations: Iterable[Invitation], answers: dict[UUID, AnswerState] | None = None) -> None:
    """Send the current invitation to each invitee, with their known answer."""
    for invitation in filter(recipients.is_in_reach, invitations):
        known = (answers or {}).get(invitation.invitee_id, AnswerState.NEEDS_ACTION)
        invitation.sequence = occasion.sequence
        notices.ask(occasion, invitation, answer=known)


def invite_person(occasion: Occasion, seat: Seat, person: Person, *, guest_of: Invitation | None = None) -> Invitation:
    """Invite one more person; a person invited before keeps their link."""
    invitation = _expect(occasion.session, seat, person, guest_of=guest_of, at=occasion.at)
    ask(occasion, [invitation])
    return invitation


def renew(invitation: Invitation, *, by: Person, at: datetime) -> None:
    """Replace the link of an invitation and send the new one. Raises RuleViolation if it cannot be answered."""
    check_open(invitation.session, at=at)
    if invitation.withdrawn_at:
        raise RuleViolation(_l("This invitation was withdrawn"))
    end_link(invitation, at=at)
    audit.record("invitation.renewed", invitation, by=by, at=at, circle_id=invitation.session.circle_id)
    _ask_again(invitation, by=by, at=at)


def end_links(person: Person, *, at: datetime) -> None:
    """Invalidate the answer links of a person; later mails contain new ones."""
    for invitation in queries.links_of(person.id, at):
        end_link(invitation, at=at)


def end_link(invitation: Invitation, *, at: datetime) -> None:
    """Invalidate the answer link of an invitation."""
    invitation.generation += 1
    links.seal(invitation)
    mail_links.end_links_to(invitation, at=at)


def revoke_link(invitation: Invitation, *, by: Person, at: datetime) -> None:
    """End the answer link of an invitation before its time; a later mail about it contains a new one."""
    audit.record("invitation.link_revoked", invitation, by=by, at=at, circle_id=invitation.session.circle_id)
    end_link(invitation, at=at)


def send_again(invitation: Invitation, *, by: Person | None, at: datetime) -> None:
    """Send the current invitation to one person, with their effective answer."""
    audit.record("invitation.sent_again", invitation, by=by, at=at, circle_id=invitation.session.circle_id)
    _ask_again(invitation, by=None, at=at)


def _ask_again(invitation: Invitation, *, by: Person | None, at: datetime) -> None:
    answer = queries.answer_of(invitation.session, invitation.invitee_id)
    known = {invitation.invitee_id: answer.answer} if answer else {}
    ask(occasion_for(invitation.session, "invited", by=by, at=at), [invitation], known)


def withdraw(occasion: Occasion, invitation: Invitation, *, notify: bool = True) -> None:
    """Withdraw an invitation and those it was passed on to; with `notify`, send the calendar CANCEL."""
    for one in [*queries.guests_of(invitation), invitation]:
        if one.withdrawn_at is None:
            one.withdrawn_at = occasion.at
            if notify and recipients.is_in_reach(one):
                one.sequence = occasion.sequence
                notices.withdraw(occasion, one)


def blank_answer(invitation: Invitation) -> Answer:
    """Return an empty answer to the invitation's session."""
    return Answer(
        session_id=invitation.session_id,
        person_id=invitation.person_id,
        organisation_id=invitation.organisation_id,
        answer=AnswerState.NEEDS_ACTION,
        via=Via.APP,
        sequence=invitation.sequence,
    )


def occasion_for(session: Session, kind: str, *, by: Person | None, at: datetime, **details: Any) -> Occasion:
    """Return the occasion for mails about a session, with the next SEQUENCE of its UID."""
    unit = instance().unit
    return Occasion(
        session=session,
        kind=kind,
        sequence=next_sequence(session),
        at=at,
        by_name=f"{by.name}, {by.organisation.name}" if by else unit,
        roles=recipients.roles_of(session),
        agenda=announced(session),
        **details,
    )


def _expect(
    session: Session, seat: Seat, person: Person | None, *, at: datetime, guest_of: Invitation | None = None
) -> Invitation:
    """Return the invitation of a person or an organisation's office, created or reactivated."""
    invitee_id = person.id if person else seat.organisation_id
    found = next((one for one in queries.every_invitation(session.id) if one.invitee_id == invitee_id), None)
    if found is None:
        found = Invitation(
            id=uuid4(),
            session=session,
            seat=seat,
            person=person,
            organisation_id=None if person else seat.organisation_id,
            generation=0,
        )
        links.seal(found)
        db.session.add(found)
    found.seat, found.sent_at, found.withdrawn_at = seat, at, None
    found.guest_of_id = guest_of.id if guest_of else None
    db.session.flush()
    return found
