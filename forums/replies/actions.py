"""Processes iTIP replies: records answers, delegations and counter-proposals, and resends invitations."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.calendars.errors import CalendarUnreadable
from app.calendars.itip import EventMessage, Message, read_message
from app.calendars.labels import explain
from app.calendars.recurrence import to_instant
from app.errors import RuleViolation
from app.mail.inbox.events import MessageArrived, PutAside
from app.mail.inbox.messages import MessageUnreadable, ReceivedMessage, parse_message
from app.mail.inbox.models import IncomingMail, Why
from app.web.forms import is_email, tidy
from forums.invitations import queries as invitations
from forums.invitations import rsvp
from forums.invitations.actions import check_open, send_again
from forums.invitations.models import Answer, AnswerState, Via
from forums.invitations.rsvp import Channel, Reply
from forums.replies import proposals, queries
from forums.replies.proposals import Wish
from forums.replies.queries import Recognised
from forums.replies.rules import DELEGATED, STATES, Freshness, Known, freshness, state_of
from forums.scheduling.models import Session

BETWEEN_COPIES = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message appears to refer to: the session, the sender's address and the answer. None of it is verified."""

    session: Session | None
    sender: str
    answer: AnswerState | None


def apply_message(arrived: MessageArrived) -> None:
    """Process an incoming message in full or not at all. Raises PutAside with the reason if it must be held."""
    message = message_in(arrived.received, at=arrived.at)
    if message.method not in ACTS:
        raise PutAside(Why.NO_ANSWER, f"METHOD:{message.method or '?'}"[:60])
    for event in message.events:
        found = queries.recognise(event, arrived.received.recipients, at=arrived.at)
        arrived.mail.circle_id = found.session.circle_id
        try:
            ACTS[message.method](event, found, arrived.at)
        except RuleViolation as violation:
            raise PutAside(Why.REFUSED, violation.message, circle_id=found.session.circle_id) from None
    arrived.take()


def message_in(received: ReceivedMessage, *, at: datetime) -> Message:
    """Return the first iTIP message in a received mail. Raises PutAside if there is none that can be parsed."""
    unreadable: CalendarUnreadable | None = None
    for content in received.calendars:
        try:
            return read_message(content)
        except CalendarUnreadable as refused:
            unreadable = unreadable or refused
    if unreadable:
        raise PutAside(Why.UNREADABLE, explain(unreadable))
    event = queries.answered(received.answers_to)
    session = queries.session_of(event, at=at) if event else None
    why = Why.AUTOMATIC if received.is_automatic else Why.NO_CALENDAR
    raise PutAside(why, circle_id=session.circle_id if session else None)


def understood(mail: IncomingMail, *, at: datetime) -> Understood:
    """Return what can be inferred from a held message, for a person to confirm. None of it is verified."""
    try:
        received = parse_message(mail.content or b"")
    except MessageUnreadable:
        return Understood(None, mail.sender, None)
    try:
        event: EventMessage | None = message_in(received, at=at).events[0]
    except PutAside:
        event = queries.answered(received.answers_to)
    session = queries.session_of(event, at=at) if event else None
    speaker = event.speakers[0] if event and received.calendars and event.speakers else None
    mode = session.mode.value if session else "in_person"
    meant = state_of(speaker.answer, mode=mode, known=None) if speaker else None
    return Understood(session, speaker.email if speaker else received.sender, AnswerState(meant) if meant else None)


def reply(event: EventMessage, found: Recognised, at: datetime) -> None:
    """Record an answer. Raises PutAside if the reply is out of date or has no usable status, and RuleViolation.

    A reply to "this and following" sessions is applied to each later session, except those with a newer answer.
    """
    each = [replace(found, invitations=[one]) for one in found.invitations]
    first, *later = each if event.with_following else [found]
    _reply(event, first, at)
    of_others = replace(event, sequence=None, starts_at=None)
    for one in later:
        with suppress(PutAside):
            _reply(of_others, one, at)


def _reply(event: EventMessage, found: Recognised, at: datetime) -> None:
    session, invitation, circle_id = found.session, found.invitation, found.session.circle_id
    invitations.lock(session)
    known = _known(found)
    delegates = found.speaker.answer == DELEGATED
    meant = state_of(found.speaker.answer, mode=session.mode.value, known=known.answer.value if known else None)
    if meant is None and not delegates:
        raise PutAside(Why.SAYS_NOTHING, f"PARTSTAT={found.speaker.answer}"[:60], circle_id=circle_id)
    state = AnswerState(meant) if meant else AnswerState.REPRESENTED
    _refuse_old(event, found, known, state, at=at)
    through = Channel(via=Via.REPLY, stamped_at=min(event.stamped_at or at, at))
    if delegates:
        _pass_on(event, found, through, at=at)
    elif found.of_series:
        rsvp.answer_by_default(
            invitation, Reply(answer=state, reason=tidy(event.comment) or ""), through=through, at=at
        )
    else:
        rsvp.answer(invitation, Reply(answer=state, reason=tidy(event.comment) or ""), through=through, at=at)


def _known(found: Recognised) -> Answer | None:
    """Return the answer that the reply would replace."""
    invitee = found.invitation.invitee_id
    if found.of_series:
        return invitations.default_answer(found.session, invitee)
    return invitations.own_answer(found.session, invitee)


def _refuse_old(
    event: EventMessage, found: Recognised, known: Answer | None, state: AnswerState, *, at: datetime
) -> None:
    """Raise PutAside if the reply answers an earlier invitation, is older than the known answer, or is a duplicate."""
    judged = freshness(
        state.value,
        sequence=event.sequence,
        stamped_at=min(event.stamped_at or at, at),
        sent=min(one.sequence for one in found.invitations),
        known=Known(state=known.answer.value, received_at=known.received_at, stamped_at=known.stamped_at)
        if known
        else None,
    )
    starts_at = event.starts_at  # invitees are notified of a move a minute later
    another_time = isinstance(starts_at, datetime) and starts_at.tzinfo and starts_at != found.session.starts_at
    if judged is Freshness.STALE or (another_time and not found.of_series):
        raise PutAside(Why.STALE, circle_id=found.session.circle_id)
    if judged is Freshness.DUPLICATE:
        raise PutAside(Why.DUPLICATE, circle_id=found.session.circle_id)


def _pass_on(event: EventMessage, found: Recognised, through: Channel, *, at: datetime) -> None:
    delegate = next((one for one in found.speaker.delegated_to if is_email(one)), None)
    if delegate is None or found.of_series or event.with_following:
        raise PutAside(Why.SAYS_NOTHING, "DELEGATED-TO", circle_id=found.session.circle_id)
    name = next((one.name for one in event.speakers if one.email == delegate and one.name), delegate.partition("@")[0])
    rsvp.pass_on(found.invitation, name=name, position="", email=delegate, through=through, at=at)


def counter(event: EventMessage, found: Recognised, at: datetime) -> None:
    """Record a proposal for another time, and the answer sent with it.

    Raises PutAside or RuleViolation.
    """
    session, circle_id = found.session, found.session.circle_id
    times = _times(event, session)
    if times is None or found.of_series or event.with_following:
        raise PutAside(Why.SAYS_NOTHING, "DTSTART", circle_id=circle_id)
    invitations.lock(session)
    stamped_at = min(event.stamped_at or at, at)
    last = next((one.stamped_at for one in queries.proposals_of(found.invitation) if one.stamped_at), None)
    if (event.sequence is not None and event.sequence < found.invitation.sequence) or (last and stamped_at < last):
        raise PutAside(Why.STALE, circle_id=circle_id)
    if last == stamped_at:
        raise PutAside(Why.DUPLICATE, circle_id=circle_id)
    through = Channel(via=Via.REPLY, stamped_at=stamped_at)
    wish = Wish(starts_at=times[0], ends_at=times[1], comment=tidy(event.comment) or "")
    if unsettled := STATES.get(found.speaker.answer):
        rsvp.answer(found.invitation, Reply(answer=AnswerState(unsettled)), through=through, at=at)
    proposals.propose(found.invitation, wish, through=through, at=at)


def refresh(event: EventMessage, found: Recognised, at: datetime) -> None:
    """Send the sender the current invitation, at most once an hour. Raises PutAside or RuleViolation."""
    for invitation in found.invitations:
        check_open(invitation.session, at=at)
        rsvp.check_answerable(invitation, at=at)
        if queries.was_sent_again(invitation, at - BETWEEN_COPIES):
            raise PutAside(Why.DUPLICATE, circle_id=invitation.session.circle_id)
        send_again(invitation, by=invitation.person, at=at)


def _times(event: EventMessage, session: Session) -> tuple[datetime, datetime] | None:
    """Return the start and end proposed by a COUNTER; without an end, the session's current duration applies."""
    starts_at, ends_at = (
        to_instant(moment, session.zone) if isinstance(moment, datetime) and moment.tzinfo is None else moment
        for moment in (event.starts_at, event.ends_at)
    )
    if not isinstance(starts_at, datetime):
        return None
    return starts_at, ends_at if isinstance(ends_at, datetime) else starts_at + session.length


ACTS = {"REPLY": reply, "COUNTER": counter, "REFRESH": refresh}
"""The handler of each iTIP METHOD."""
