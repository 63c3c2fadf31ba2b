"""Sessions as they went, or as they are planned: invitations, answers, agenda, attendance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from app.calendars.holidays import Holiday
from app.calendars.labels import holiday_name
from app.calendars.shifts import Proposal, ProposedState
from app.web.i18n import force_locale
from demo.city.forums import ZONE, Chair, Room, Sitting
from demo.city.making import Making
from demo.city.words import AGENDA, FIELDS, PLACES, REASONS, TASKS
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.agenda.rules import LAST
from forums.attendance.models import Attendance, Presence
from forums.invitations import links
from forums.invitations.models import Answer, AnswerState, Invitation, Via
from forums.scheduling.horizon import horizon
from forums.scheduling.models import Mode, Session, SessionState

INVITED = timedelta(days=14)
"""How long before a session invitations go out and its agenda stands."""
CONFIRMED = timedelta(days=30)
"""How long before a session somebody has decided on a proposed date."""
SHOWN_UP = (*[Presence.PRESENT] * 16, Presence.REPRESENTED, *[Presence.EXCUSED] * 2, Presence.ABSENT)
ANSWERS = (
    *[AnswerState.ATTENDING_IN_PERSON] * 12,
    *[AnswerState.ATTENDING_ONLINE] * 4,
    AnswerState.REPRESENTED,
    *[AnswerState.EXCUSED] * 2,
    AnswerState.TENTATIVE,
)


@dataclass(slots=True, kw_only=True)
class Held:
    """A session of the city with what its minutes tell of."""

    id: UUID
    room: Room
    number: int
    starts_at: datetime
    ends_at: datetime
    opened_at: datetime
    closed_at: datetime
    letter_number: str
    items: list[dict[str, Any]] = field(default_factory=list)
    presence: list[tuple[Chair, Presence]] = field(default_factory=list)


def take_place(making: Making, sitting: Sitting) -> Held | None:
    """Add a session as it stands today; return it if it was held."""
    room, proposal = sitting.room, sitting.proposal
    starts_at, proposed, because = _dates(making, sitting)
    ends_at = starts_at + timedelta(minutes=room.minutes)
    state = _state(making, proposal, ends_at)
    if state is SessionState.MERGED:
        because = f"Digabung dengan Sesi {sitting.number + 1}. {because}"
    if state is SessionState.CANCELLED and not because:
        because = making.chance.choice(REASONS)
    opened_at = starts_at + timedelta(minutes=making.chance.randint(0, 9))
    closed_at = ends_at - timedelta(minutes=making.chance.randint(1, 15))
    calls = starts_at - INVITED < making.now and not proposed and proposal.state in _MET
    held = Held(
        id=making.chance.identity(),
        room=room,
        number=sitting.number,
        starts_at=starts_at,
        ends_at=ends_at,
        opened_at=opened_at,
        closed_at=closed_at,
        letter_number=f"UND/{sitting.number:02}/{room.topic[:12]}/{starts_at:%Y}" if calls else "",
    )
    is_held = state is SessionState.HELD
    waits = state is SessionState.PLANNED and proposal.state is ProposedState.MERGED
    _stand(making, held, slot=proposal.slot, state=state, proposed=proposed, merge_proposed=waits, because=because)
    if calls:
        _invite(making, held)
    if is_held or (state is SessionState.PLANNED and (calls or room.carried)):
        _arrange(making, held, is_held=is_held)
    if not is_held:
        return None
    _attend(making, held)
    return held


def _stand(
    making: Making,
    held: Held,
    *,
    slot: datetime,
    state: SessionState,
    proposed: datetime | None,
    merge_proposed: bool,
    because: str,
) -> None:
    """Add the row of a session; only what has a letter was called, and only what was held was opened."""
    is_held, room = state is SessionState.HELD, held.room
    making.rows.add(
        Session,
        id=held.id,
        forum_id=room.id,
        series_id=room.series_id,
        sequence=0,
        slot=slot,
        number=held.number,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        timezone=ZONE,
        proposed_starts_at=proposed,
        merge_proposed=merge_proposed,
        because=because,
        state=state,
        mode=room.mode,
        place=room.place,
        link=room.link,
        presider_id=room.presider.id,
        minute_taker_id=room.minute_taker.id,
        invited_at=held.starts_at - INVITED if held.letter_number else None,
        opened_at=held.opened_at if is_held else None,
        closed_at=held.closed_at if is_held else None,
        letter_number=held.letter_number,
        made_at=_made_at(making, room, slot),
        version=1,
    )


def _made_at(making: Making, room: Room, slot: datetime) -> datetime:
    """Return when the nightly job reached the slot: with the series, or once the slot was within the horizon."""
    reached = slot - (horizon(making.now) - making.now)
    return max(reached, room.begun_at) if room.begun_at else reached


_MET = (ProposedState.PLANNED, ProposedState.SHIFTED)


def _dates(making: Making, sitting: Sitting) -> tuple[datetime, datetime | None, str]:
    """Return when the session is, where a holiday would still move it, and why."""
    proposal = sitting.proposal
    because = _named(proposal.because) if proposal.because else ""
    if proposal.state is not ProposedState.SHIFTED or proposal.starts_at is None:
        return proposal.slot, None, because if proposal.starts_at is None else ""
    if proposal.slot < making.now + CONFIRMED:
        return proposal.starts_at, None, because
    return proposal.slot, proposal.starts_at, because


@cache
def _named(holiday: Holiday) -> str:
    with force_locale("id"):
        return holiday_name(holiday)[:300]


def _state(making: Making, proposal: Proposal, ends_at: datetime) -> SessionState:
    if proposal.state is ProposedState.MERGED:
        return SessionState.MERGED if proposal.slot < making.now + CONFIRMED else SessionState.PLANNED
    if proposal.state is ProposedState.SKIPPED or making.chance.happens(0.03):
        return SessionState.CANCELLED
    return SessionState.HELD if ends_at < making.now else SessionState.PLANNED


def _invite(making: Making, session: Held) -> None:
    """Invite everyone two weeks before; most of them answer within days."""
    chance = making.chance
    sent_at = session.starts_at - INVITED
    for chair in session.room.chairs:
        invitation = Invitation(id=chance.identity(), generation=0)
        links.seal(invitation)
        making.rows.add(
            Invitation,
            id=invitation.id,
            session_id=session.id,
            seat_id=chair.seat_id,
            person_id=chair.member.id,
            digest=invitation.digest,
            generation=0,
            sequence=0,
            sent_at=sent_at,
        )
        answered = sent_at + chance.days(0.05, 12)
        if answered < making.now and chance.happens(0.85):
            _answer(making, session, chair, answered)


def _answer(making: Making, session: Held, chair: Chair, at: datetime) -> None:
    said = making.chance.choice(ANSWERS)
    if said is AnswerState.ATTENDING_IN_PERSON and session.room.mode is Mode.ONLINE:
        said = AnswerState.ATTENDING_ONLINE
    if said is AnswerState.ATTENDING_ONLINE and session.room.mode is Mode.IN_PERSON:
        said = AnswerState.ATTENDING_IN_PERSON
    represented = said is AnswerState.REPRESENTED
    making.add(
        Answer,
        session_id=session.id,
        person_id=chair.member.id,
        starts_at=session.starts_at,
        answer=said,
        via=making.chance.choice((Via.LINK, Via.LINK, Via.APP, Via.REPLY)),
        received_at=at,
        sequence=0,
        representative="Staf yang ditugaskan" if represented else "",
        representative_position="Staf" if represented else "",
        representative_contact="",
        reason="Bertugas di lapangan" if said is AnswerState.EXCUSED else "",
        source="",
    )


def _arrange(making: Making, session: Held, *, is_held: bool) -> None:
    """Add the agenda from the template, and go through it if the session was held; at times an item is left over."""
    begins = session.opened_at + timedelta(minutes=1)
    room, left = session.room, {}
    length = (session.closed_at - begins) / sum(minutes for _title, _purpose, minutes in AGENDA)
    for place, (title, purpose, minutes) in enumerate(AGENDA, 1):
        is_carried = is_held and place == 3 and making.chance.happens(0.04)
        ends = begins + length * minutes
        item = {
            "position": LAST if place == len(AGENDA) else place,
            "title": title,
            "purpose": Purpose(purpose),
            "minutes": minutes,
            "minutes_used": max(1, -(-int((ends - begins).total_seconds()) // 60))
            if is_held and not is_carried
            else None,
            "started_at": begins if is_held and not is_carried else None,
            "ended_at": ends if is_held and not is_carried else None,
            "state": ItemState.CARRIED if is_carried else ItemState.DISCUSSED if is_held else ItemState.ACCEPTED,
            "carried_from_id": room.carried.pop(title, None),
        }
        identity = making.add(
            AgendaItem,
            session_id=session.id,
            presenter_name="",
            proposed_at=session.starts_at - INVITED,
            reason="",
            version=1,
            **item,
        )
        session.items.append({"id": identity, **item})
        if is_carried:
            left[title] = identity
        elif is_held:
            begins = ends
    room.carried.update(left)
    if not is_held and making.chance.happens(0.3):
        _suggest(making, session)


def _suggest(making: Making, session: Held) -> None:
    """Let a participant propose one more item, which waits for an answer."""
    chair = making.chance.choice(session.room.chairs)
    words = {"field": making.chance.choice(FIELDS), "place": making.chance.choice(PLACES)}
    making.add(
        AgendaItem,
        session_id=session.id,
        position=len(AGENDA),
        title=making.chance.choice(TASKS).format(**words),
        purpose=Purpose.JOINT_SOLUTION,
        presenter_organisation_id=chair.office.id,
        presenter_name="",
        minutes=15,
        state=ItemState.PROPOSED,
        proposed_by_id=chair.member.id,
        proposed_at=min(making.now, session.starts_at) - making.chance.days(0.1, 3),
        reason="",
        version=1,
    )


def _attend(making: Making, session: Held) -> None:
    """Write down who came."""
    at = session.opened_at + timedelta(minutes=10)
    for chair in session.room.chairs:
        presence = making.chance.choice(SHOWN_UP)
        session.presence.append((chair, presence))
        making.add(
            Attendance,
            session_id=session.id,
            seat_id=chair.seat_id,
            participant_id=chair.participant_id,
            presence=presence,
            representative="Staf yang ditugaskan" if presence is Presence.REPRESENTED else "",
            recorded_by_id=session.room.minute_taker.id,
            recorded_at=at,
        )


def came(presence: Sequence[tuple[Chair, Presence]]) -> set[UUID]:
    """Return the seats on which somebody sat."""
    there = {Presence.PRESENT, Presence.REPRESENTED}
    return {chair.seat_id for chair, how in presence if how in there}
