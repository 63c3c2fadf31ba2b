"""Actions for answering invitations: by link, in the application, by mail, or recorded on behalf of a party."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.accounts.people.queries import member_with
from app.accounts.role_holders import who_opens
from app.circles.queries import may_be_notified_of
from app.database import db
from app.errors import RuleViolation
from app.web.i18n import force_locale
from forums.invitations import notices, queries, recipients
from forums.invitations.actions import blank_answer, invite_person, occasion_for, withdraw
from forums.invitations.models import Answer, AnswerState, Invitation, Via
from forums.scheduling.labels import position_of
from forums.scheduling.models import Mode, Session, SessionState

MOST_GUESTS = 5
"""The most people to whom one invitation can be passed on; its link needs no password."""
HOW = {
    AnswerState.ATTENDING_IN_PERSON: (Mode.IN_PERSON, Mode.HYBRID),
    AnswerState.ATTENDING_ONLINE: (Mode.ONLINE, Mode.HYBRID),
}
"""The modes of a session for which an answer is possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer. `seen_start` is the start of the session that the page showed."""

    answer: AnswerState
    reason: str = ""
    representative: str = ""
    position: str = ""
    contact: str = ""
    seen_start: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """How an answer was received; for one recorded on behalf of a party, by whom and from which source.

    `stamped_at` is when the calendar program created an answer by mail.
    """

    via: Via
    by: Person | None = None
    source: str = ""
    stamped_at: datetime | None = None


def answer(invitation: Invitation, reply: Reply, *, through: Channel, at: datetime) -> Answer:
    """Record an answer to one session; it can be changed until the session ends. Raises RuleViolation."""
    session = invitation.session
    queries.lock(session)
    check_answerable(invitation, at=at)
    if reply.seen_start and reply.seen_start != session.starts_at:
        raise RuleViolation(
            _l("The time of the session has changed since you opened this page. Check it, then answer again")
        )
    if reply.answer in HOW and session.mode not in HOW[reply.answer]:
        raise RuleViolation(_l("This session is not held in that format. Choose another answer"))
    if reply.answer is AnswerState.REPRESENTED and not reply.representative:
        raise RuleViolation(_l("Enter who is coming instead"), field="representative")
    written = queries.own_answer(session, invitation.invitee_id) or blank_answer(invitation)
    db.session.add(written)
    _write(written, invitation, reply, through, at=at)
    _take_back_guests(invitation, at=at)
    _record(invitation, written, through, at=at)
    return written


def record(invitation: Invitation, reply: Reply, *, through: Channel, at: datetime) -> Answer:
    """Record an answer on behalf of a party, and notify it. Raises RuleViolation."""
    written = answer(invitation, reply, through=through, at=at)
    assert through.by is not None, "somebody records"
    notices.recorded(invitation, written, by=through.by, at=at)
    return written


def answer_series(invitation: Invitation, state: AnswerState, *, at: datetime) -> Answer:
    """Record a person's default for all sessions of the series, and the answer to this one. Raises RuleViolation."""
    through = Channel(via=Via.APP, by=invitation.person)
    default = answer_by_default(invitation, Reply(answer=state), through=through, at=at)
    answer(invitation, Reply(answer=state), through=through, at=at)
    return default


def answer_by_default(invitation: Invitation, reply: Reply, *, through: Channel, at: datetime) -> Answer:
    """Record the default answer for sessions of the series without an answer of their own.

    Raises RuleViolation for an office, whose people change from session to session.
    """
    session, person, series = invitation.session, invitation.person, queries.series_of(invitation.session)
    if series is None:
        raise RuleViolation(_l("This session belongs to no series"))
    if person is None:
        raise RuleViolation(_l("An office answers for each session"))
    default = queries.default_answer(session, person.id) or Answer(series_id=series.id, person_id=person.id)
    db.session.add(default)
    default.answer, default.reason = reply.answer, reply.reason
    default.via, default.received_at, default.stamped_at = through.via, at, through.stamped_at
    default.sequence = invitation.sequence
    details: dict[str, Any] = {"answer": reply.answer, "via": through.via, "circle_id": session.circle_id}
    audit.record("series.answered", default, by=person, at=at, **details)
    return default


def pass_on(
    invitation: Invitation, *, name: str, position: str, email: str, through: Channel, at: datetime
) -> Invitation:
    """Pass an invitation on to a named person, who gets their own link. Raises RuleViolation."""
    session = invitation.session
    queries.lock(session)
    check_answerable(invitation, at=at)
    if invitation.guest_of_id:
        raise RuleViolation(_l("This invitation has already been passed on. Ask the person who passed it on to you"))
    guests = queries.guests_of(invitation)
    if email == invitation.address:
        raise RuleViolation(_l("This is your own address"), field="email")
    person = _known_or_new(name, position, email, invitation, at=at)
    if not may_be_notified_of(person, session.forum.circle):
        raise RuleViolation(
            _l("Only participants of a secret forum take part. Its chair or a facilitator can add them"), field="email"
        )
    if person.id not in {guest.person_id for guest in guests} and len(guests) >= MOST_GUESTS:
        raise RuleViolation(_("This invitation was passed on too many times.") + " " + who_opens("coordinator"))
    if queries.invitation_of(session.id, person.id):
        raise RuleViolation(_l("This person is already invited"), field="email")
    position = next((office for one, office in alternates(invitation) if one.id == person.id), position)
    _take_back_guests(invitation, at=at)
    written = queries.own_answer(session, invitation.invitee_id) or blank_answer(invitation)
    db.session.add(written)
    reply = Reply(answer=AnswerState.REPRESENTED, representative=name, position=position, contact=email)
    _write(written, invitation, reply, through, at=at)
    written.delegate = person
    passed_on_by = invitation.person.name if invitation.person else invitation.seat.organisation.name
    occasion = occasion_for(session, "invited", by=None, at=at, passed_on_by=passed_on_by)
    guest = invite_person(occasion, invitation.seat, person, guest_of=invitation)
    _record(invitation, written, through, at=at)
    return guest


def alternates(invitation: Invitation) -> list[tuple[Person, str]]:
    """Return the permanent alternates of an invitation's seat, each with their position as shown in documents."""
    with force_locale(invitation.session.forum.language):
        named = [(one.person, position_of(one)[:200]) for one in recipients.alternates(invitation.seat_id)]
    return [pair for pair in named if pair[0].id != invitation.person_id]


def check_answerable(invitation: Invitation, *, at: datetime) -> None:
    """Raise RuleViolation unless the invitation can be answered."""
    session = invitation.session
    if session.state in {SessionState.CANCELLED, SessionState.MERGED}:
        raise RuleViolation(_l("This session was cancelled; there is nothing to answer"))
    if not is_open(invitation, at=at):
        raise RuleViolation(_l("This invitation is no longer valid"))


def is_open(invitation: Invitation, *, at: datetime) -> bool:
    """Whether the invitation is valid and its session is not over."""
    session: Session = invitation.session
    return invitation.withdrawn_at is None and at < session.ends_at and session.state is not SessionState.HELD


def _write(written: Answer, invitation: Invitation, reply: Reply, through: Channel, *, at: datetime) -> None:
    on_behalf = through.via is Via.ON_BEHALF
    written.answer, written.previous = reply.answer, None
    written.starts_at = invitation.session.starts_at
    written.via, written.received_at, written.sequence = through.via, at, invitation.sequence
    written.stamped_at = through.stamped_at
    written.reason = reply.reason
    written.representative, written.representative_position = reply.representative, reply.position
    written.representative_contact = reply.contact
    written.delegate = None
    written.source = through.source
    written.recorded_by = through.by if on_behalf else None


def _take_back_guests(invitation: Invitation, *, at: datetime) -> None:
    """Withdraw the invitations that were passed on, as the invitee has answered; the guests are notified."""
    remaining = [guest for guest in queries.guests_of(invitation) if guest.withdrawn_at is None]
    if remaining:
        occasion = occasion_for(invitation.session, "left", by=None, at=at)
        for guest in remaining:
            withdraw(occasion, guest)


def _known_or_new(name: str, position: str, email: str, invitation: Invitation, *, at: datetime) -> Person:
    """Return the person with an address in the organisation that passes on or in the forum, else a new one.

    Other people are not searched, as that would reveal who has an address.
    """
    known = member_with(email, invitation.seat.organisation_id) or queries.participant_with(email, invitation.session)
    if known is None:
        known = Person(name=name, position=position, email=email, organisation=invitation.seat.organisation)
        db.session.add(known)
        db.session.flush()
        circle_id, personal = invitation.session.circle_id, {"name": name, "email": email}
        audit.record("person.named", known, by=None, at=at, circle_id=circle_id, personal=personal)
    if not recipients.is_reachable(known):
        raise RuleViolation(_l("This person cannot be reached. Name another one"), field="email")
    return known


def _record(invitation: Invitation, written: Answer, through: Channel, *, at: datetime) -> None:
    details: dict[str, Any] = {"answer": written.answer, "via": written.via, "session": invitation.session_id}
    personal = {
        "representative": written.representative,
        "position": written.representative_position,
        "contact": written.representative_contact,
        "reason": written.reason,
        "source": written.source,
    }
    audit.record(
        "invitation.answered",
        invitation,
        by=through.by or invitation.person,
        at=at,
        on_behalf_of=invitation.person if through.via is Via.ON_BEHALF else None,
        circle_id=invitation.session.circle_id,
        personal={name: value for name, value in personal.items() if value},
        **details,
    )
