"""Sessions as they were held, or as they are planned: invitations, answers, agenda and attendance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from demo.city.context import Context
from demo.city.forums import CityForum, CityParticipant
from demo.city.words import AGENDA, FIELDS, PLACES, REASONS, TASKS
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.agenda.rows import ItemRow
from forums.agenda.rules import LAST, minutes_used
from forums.attendance.models import CAME, Attendance, Presence
from forums.invitations import links
from forums.invitations.models import Answer, AnswerState, Invitation, Via
from forums.scheduling.horizon import horizon
from forums.scheduling.models import Mode, Series, Session, SessionState
from forums.scheduling.session_actions import accept_shift, cancel

INVITED = timedelta(days=14)
"""How long before a session its invitations are sent and its agenda is prepared."""
DECIDED = timedelta(days=30)
"""How long before a session a coordinator decides on a proposed shift or merge, or cancels it."""
A_MINUTE = timedelta(minutes=1)
PRESENCE = (*[Presence.PRESENT] * 16, Presence.REPRESENTED, *[Presence.EXCUSED] * 2, Presence.ABSENT)
ANSWERS = (
    *[AnswerState.ATTENDING_IN_PERSON] * 12,
    *[AnswerState.ATTENDING_ONLINE] * 4,
    AnswerState.REPRESENTED,
    *[AnswerState.EXCUSED] * 2,
    AnswerState.TENTATIVE,
)
REPRESENTATIVE, REPRESENTATIVE_POSITION = "Staf yang ditugaskan", "Staf"
ABSENCE = "Bertugas di lapangan"


@dataclass(slots=True, kw_only=True)
class CitySession:
    """A session with what its minutes need; `opened_at` and `closed_at` count only if it was held."""

    id: UUID
    forum: CityForum
    number: int
    slot: datetime
    starts_at: datetime
    ends_at: datetime
    opened_at: datetime
    closed_at: datetime
    state: SessionState
    letter_number: str
    """Its invitation's number; empty as long as nobody is invited."""
    sequence: int
    """The SEQUENCE of its invitations."""
    items: list[ItemRow] = field(default_factory=list)
    attendance: list[tuple[CityParticipant, Presence]] = field(default_factory=list)

    @property
    def is_held(self) -> bool:
        """Whether it was held."""
        return self.state is SessionState.HELD


def settle(context: Context, forum: CityForum, series: Series, sessions: Sequence[Session]) -> list[CitySession]:
    """Bring a forum's new sessions to where they are today, apart from their contents: moved, cancelled or held."""
    found = [_settle(context, forum, series, session) for session in sessions]
    for place, session in enumerate(sessions):
        later = (one for one in sessions[place + 1 :] if one.state is not SessionState.CANCELLED)
        if session.merge_proposed and session.starts_at - DECIDED < context.now and (following := next(later, None)):
            _merge(session, following)
    series.sequence = forum.sequence
    return [_city_session(context, forum, *one) for one in found]


def _settle(context: Context, forum: CityForum, series: Series, session: Session) -> tuple[Session, int]:
    """Return the session, and the SEQUENCE of its invitations, 0 without."""
    assert session.slot, "it is one of a series"
    random, decided_at = context.random, min(session.slot - DECIDED, context.now - A_MINUTE)
    reached = session.slot - (horizon(context.now) - context.now)
    session.made_at = max(reached, series.created_at)  # as the nightly job would have made it
    if session.proposed_starts_at and session.slot - DECIDED < context.now:
        accept_shift(session, by=context.coordinator, at=decided_at)
    if session.state is SessionState.PLANNED and not session.awaits_confirmation and random.happens(0.03):
        cancel(session, reason=random.choice(REASONS), by=context.coordinator, at=decided_at)
    if session.state is not SessionState.PLANNED or session.awaits_confirmation:
        return session, 0
    if session.starts_at - INVITED >= context.now:
        return session, 0
    forum.sequence += 1
    session.invited_at = session.starts_at - INVITED
    session.letter_number = f"UND/{session.number:02}/{forum.topic[:12]}/{session.starts_at:%Y}"
    if session.ends_at < context.now:
        _hold(context, forum, session)
    return session, forum.sequence


def _hold(context: Context, forum: CityForum, session: Session) -> None:
    """Copy what `session_actions.open_` and `close` do to the row."""
    session.opened_at = session.starts_at + timedelta(minutes=context.random.randint(0, 9))
    session.closed_at = session.ends_at - timedelta(minutes=context.random.randint(1, 15))
    session.state = SessionState.HELD
    session.measured_by = {"share": forum.quorum_share, "sectors": forum.quorum_sectors, "observers": []}


def _merge(session: Session, following: Session) -> None:
    """Copy what `changes.acts.accept_merge` does to the row; the agendas are not prepared yet."""
    session.because = f"Digabung dengan Sesi {following.number}. {session.because}"
    session.state = SessionState.MERGED
    session.drop_proposal()


def _city_session(context: Context, forum: CityForum, session: Session, sequence: int) -> CitySession:
    assert session.slot, "it is one of a series"
    return CitySession(
        id=session.id,
        forum=forum,
        number=session.number,
        slot=session.slot,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        opened_at=session.opened_at or session.starts_at,
        closed_at=session.closed_at or session.ends_at,
        state=session.state,
        letter_number=session.letter_number,
        sequence=sequence,
    )


def add_contents(context: Context, session: CitySession) -> None:
    """Add the invitations, answers, agenda and attendance of a session, as far as it has come."""
    if session.letter_number:
        _invite(context, session)
    if session.state in {SessionState.PLANNED, SessionState.HELD} and (session.letter_number or session.forum.carried):
        _add_agenda(context, session)
    if session.is_held:
        _record_attendance(context, session)


def _invite(context: Context, session: CitySession) -> None:
    """Invite all participants; most of them answer within days."""
    random = context.random
    sent_at = session.starts_at - INVITED
    for participant in session.forum.participants:
        invitation = Invitation(id=random.uuid(), generation=0)
        links.seal(invitation)
        context.rows.add(
            Invitation,
            id=invitation.id,
            session_id=session.id,
            seat_id=participant.seat_id,
            person_id=participant.person.id,
            digest=invitation.digest,
            generation=0,
            sequence=session.sequence,
            sent_at=sent_at,
        )
        answered_at = sent_at + random.days(0.05, 12)
        if answered_at < context.now and random.happens(0.85):
            _answer(context, session, participant, answered_at)


def _answer(context: Context, session: CitySession, participant: CityParticipant, at: datetime) -> None:
    answer = context.random.choice(ANSWERS)
    if answer is AnswerState.ATTENDING_IN_PERSON and session.forum.mode is Mode.ONLINE:
        answer = AnswerState.ATTENDING_ONLINE
    if answer is AnswerState.ATTENDING_ONLINE and session.forum.mode is Mode.IN_PERSON:
        answer = AnswerState.ATTENDING_IN_PERSON
    is_represented = answer is AnswerState.REPRESENTED
    context.add(
        Answer,
        session_id=session.id,
        person_id=participant.person.id,
        starts_at=session.starts_at,
        answer=answer,
        via=context.random.choice((Via.LINK, Via.LINK, Via.APP, Via.REPLY)),
        received_at=at,
        sequence=session.sequence,
        representative=REPRESENTATIVE if is_represented else "",
        representative_position=REPRESENTATIVE_POSITION if is_represented else "",
        representative_contact="",
        reason=ABSENCE if answer is AnswerState.EXCUSED else "",
        source="",
    )


def _add_agenda(context: Context, session: CitySession) -> None:
    """Add the agenda from the template, discussed if the session was held; sometimes an item is carried."""
    begins_at = session.opened_at + A_MINUTE
    per_minute = (session.closed_at - begins_at) / sum(minutes for _title, _purpose, minutes in AGENDA)
    carried: dict[str, UUID] = {}
    for place, (title, _purpose, minutes) in enumerate(AGENDA, 1):
        is_carried = session.is_held and place == 3 and context.random.happens(0.04)
        ends_at = begins_at + per_minute * minutes
        is_discussed = session.is_held and not is_carried
        item = _add_item(context, session, place, (begins_at, ends_at) if is_discussed else None)
        if is_carried:
            carried[title] = item
        elif session.is_held:
            begins_at = ends_at
    session.forum.carried.update(carried)
    if not session.is_held and context.random.happens(0.3):
        _propose_item(context, session)


def _add_item(context: Context, session: CitySession, place: int, discussed: tuple[datetime, datetime] | None) -> UUID:
    """Add the item at a place of the template, with when it was discussed, and return its id."""
    title, purpose, minutes = AGENDA[place - 1]
    started_at, ended_at = discussed or (None, None)
    discussed_or_carried = ItemState.DISCUSSED if discussed else ItemState.CARRIED
    item = ItemRow(
        id=context.random.uuid(),
        title=title,
        purpose=Purpose(purpose),
        presenter="",
        minutes=minutes,
        minutes_used=minutes_used(*discussed) if discussed else None,
        started_at=started_at,
        ended_at=ended_at,
        state=discussed_or_carried if session.is_held else ItemState.ACCEPTED,
        reason="",
        question="",
        proposer=None,
        proposing=None,
        late=False,
        carried_times=0,
        resolution=None,
        carried_from=None,
    )
    session.items.append(item)
    context.rows.add(
        AgendaItem,
        id=item.id,
        session_id=session.id,
        position=LAST if place == len(AGENDA) else place,
        title=item.title,
        purpose=item.purpose,
        presenter_name="",
        minutes=item.minutes,
        minutes_used=item.minutes_used,
        started_at=item.started_at,
        ended_at=item.ended_at,
        state=item.state,
        reason="",
        proposed_at=session.starts_at - INVITED,
        carried_from_id=session.forum.carried.pop(title, None),
        version=1,
    )
    return item.id


def _propose_item(context: Context, session: CitySession) -> None:
    """Let a participant propose one more item, which waits for an answer."""
    participant = context.random.choice(session.forum.participants)
    words = {"field": context.random.choice(FIELDS), "place": context.random.choice(PLACES)}
    context.add(
        AgendaItem,
        session_id=session.id,
        position=len(AGENDA),
        title=context.random.choice(TASKS).format(**words),
        purpose=Purpose.JOINT_SOLUTION,
        presenter_organisation_id=participant.organisation.id,
        presenter_name="",
        minutes=15,
        state=ItemState.PROPOSED,
        proposed_by_id=participant.person.id,
        proposed_at=min(context.now, session.starts_at) - context.random.days(0.1, 3),
        reason="",
        version=1,
    )


def _record_attendance(context: Context, session: CitySession) -> None:
    """Record who came."""
    at = session.opened_at + timedelta(minutes=10)
    for participant in session.forum.participants:
        presence = context.random.choice(PRESENCE)
        session.attendance.append((participant, presence))
        context.add(
            Attendance,
            session_id=session.id,
            seat_id=participant.seat_id,
            participant_id=participant.id,
            presence=presence,
            representative=REPRESENTATIVE if presence is Presence.REPRESENTED else "",
            recorded_by_id=session.forum.minute_taker.id,
            recorded_at=at,
        )


def taken_seats(attendance: Sequence[tuple[CityParticipant, Presence]]) -> set[UUID]:
    """Return the seats whose organisation was present or represented."""
    return {participant.seat_id for participant, presence in attendance if presence in CAME}
