"""Letting messages act: answers are written down, passed on, asked for again; what cannot be relied on waits."""

from __future__ import annotations

from datetime import datetime

from app.calendars.receiving import Message, Said, read_message
from app.calendars.refusals import CalendarUnreadable
from app.calendars.words import explain
from app.errors import Refusal
from app.forms import is_email
from app.inbox.arrivals import LetterArrived, PutAside
from app.inbox.letters import Letter
from app.inbox.models import Why
from forums.invitations import answering
from forums.invitations import queries as invitations
from forums.invitations.answering import Channel, Reply
from forums.invitations.models import Answer, AnswerState, Via
from forums.replies import queries
from forums.replies.queries import Recognised
from forums.replies.rules import DELEGATED, Freshness, Known, freshness, state_of


def hear(arrived: LetterArrived) -> None:
    """Let a message act, all of it or nothing. Raises PutAside with the reason why it has to wait."""
    message = message_in(arrived.letter)
    if message.method not in ACTS:
        raise PutAside(Why.NO_ANSWER, f"METHOD:{message.method or '?'}"[:60])
    for said in message.said:
        found = queries.recognise(said, arrived.letter.recipients, at=arrived.at)
        arrived.mail.circle_id = found.session.circle_id
        try:
            ACTS[message.method](said, found, arrived.at)
        except Refusal as refusal:
            raise PutAside(Why.REFUSED, refusal.message, circle_id=found.session.circle_id) from None
    arrived.take()


def message_in(letter: Letter) -> Message:
    """Return the first iTIP message that a letter carries. Raises PutAside when there is none that can be read."""
    unreadable: CalendarUnreadable | None = None
    for content in letter.calendars:
        try:
            return read_message(content)
        except CalendarUnreadable as refused:
            unreadable = unreadable or refused
    if unreadable:
        raise PutAside(Why.UNREADABLE, explain(unreadable))
    mail = queries.answered_mail(letter.answers_to)
    session = queries.session_of(read_message(mail.calendar.encode()).said[0]) if mail and mail.calendar else None
    why = Why.AUTOMATIC if letter.is_automatic else Why.NO_CALENDAR
    raise PutAside(why, circle_id=session.circle_id if session else None)


def reply(said: Said, found: Recognised, at: datetime) -> None:
    """Write down what somebody answered. Raises PutAside for what is old or says nothing, and Refusal."""
    session, invitation, circle_id = found.session, found.invitation, found.session.circle_id
    if said.with_following:
        raise PutAside(Why.SAYS_NOTHING, "RANGE=THISANDFUTURE", circle_id=circle_id)
    invitations.lock(session)
    known = _known(found)
    delegates = found.speaker.answer == DELEGATED
    meant = state_of(found.speaker.answer, mode=session.mode.value, known=known.answer.value if known else None)
    if meant is None and not delegates:
        raise PutAside(Why.SAYS_NOTHING, f"PARTSTAT={found.speaker.answer}"[:60], circle_id=circle_id)
    state = AnswerState(meant) if meant else AnswerState.REPRESENTED
    _refuse_old(said, found, known, state, at=at)
    through = Channel(via=Via.REPLY, stamped_at=min(said.stamped_at or at, at))
    if delegates:
        _pass_on(said, found, through, at=at)
    elif found.of_series:
        answering.answer_by_default(invitation, Reply(answer=state, reason=said.comment), through=through, at=at)
    else:
        answering.answer(invitation, Reply(answer=state, reason=said.comment), through=through, at=at)


def _known(found: Recognised) -> Answer | None:
    """Return the answer that a reply would replace."""
    invitee = found.invitation.invitee_id
    if found.of_series:
        return invitations.default_answer(found.session, invitee)
    return invitations.own_answer(found.session, invitee)


def _refuse_old(said: Said, found: Recognised, known: Answer | None, state: AnswerState, *, at: datetime) -> None:
    """Raise PutAside for a reply to an earlier invitation, one older than what is known, and the same once more."""
    judged = freshness(
        state.value,
        sequence=said.sequence,
        stamped_at=min(said.stamped_at or at, at),
        sent=min(one.sequence for one in found.invitations),
        known=Known(state=known.answer.value, received_at=known.received_at, stamped_at=known.stamped_at)
        if known
        else None,
    )
    another_time = isinstance(said.starts_at, datetime) and said.starts_at != found.session.starts_at
    if judged is Freshness.STALE or (said.sequence is None and another_time and not found.of_series):
        raise PutAside(Why.STALE, circle_id=found.session.circle_id)
    if judged is Freshness.DUPLICATE:
        raise PutAside(Why.DUPLICATE, circle_id=found.session.circle_id)


def _pass_on(said: Said, found: Recognised, through: Channel, *, at: datetime) -> None:
    delegate = next((one for one in found.speaker.delegated_to if is_email(one)), None)
    if delegate is None or found.of_series:
        raise PutAside(Why.SAYS_NOTHING, "DELEGATED-TO", circle_id=found.session.circle_id)
    name = next((one.name for one in said.speakers if one.email == delegate and one.name), delegate.partition("@")[0])
    answering.pass_on(found.invitation, name=name, position="", email=delegate, through=through, at=at)


ACTS = {"REPLY": reply}
"""What to do about each METHOD."""
