"""Forums with their seats and the sessions that their rules gave in three years, and give until the horizon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.calendars.choices import Choice, ChosenDay, Position, Repeat
from app.calendars.recurrence import Recurrence
from app.calendars.shifts import HolidayRule, Proposal
from app.circles.models import Circle, Classification, Seat, Steward
from app.clock import local_date
from app.database import db
from app.organisations.models import Sector
from demo.city.chance import Chance
from demo.city.offices import Member, Office
from demo.city.rows import Rows
from demo.city.words import AGENDA, FIELDS, FORUMS, GOALS, PLACES, ROOMS
from forums.scheduling.actions import STEWARDS, Schedule, recurrence_from
from forums.scheduling.horizon import horizon, proposals
from forums.scheduling.models import (
    DecisionRule,
    Forum,
    ForumKind,
    ForumRole,
    Mode,
    Participant,
    Series,
    Session,
    SessionState,
)
from forums.scheduling.rules import slug_of

ZONE = "Asia/Jakarta"
REPEATS = (
    *[Repeat.WEEKLY] * 3,
    *[Repeat.FORTNIGHTLY] * 3,
    *[Repeat.MONTHLY] * 10,
    *[Repeat.QUARTERLY] * 4,
)
DAYS = (ChosenDay.MONDAY, ChosenDay.TUESDAY, ChosenDay.WEDNESDAY, ChosenDay.THURSDAY, ChosenDay.FRIDAY)
CLASSIFICATIONS = (
    *[Classification.INTERNAL] * 14,
    *[Classification.PUBLIC] * 3,
    *[Classification.RESTRICTED] * 2,
    Classification.SECRET,
)
LED_BY_DEMO = 8
"""Every eighth forum is chaired and minuted by the demo's accounts."""


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat of a forum and who sits on it."""

    seat_id: UUID
    office: Office
    participant_id: UUID
    member: Member


@dataclass(slots=True, kw_only=True)
class Room:
    """A forum as its sessions and commitments need it."""

    id: UUID
    circle_id: UUID
    name: str
    topic: str
    classification: Classification
    mode: Mode
    place: str
    link: str
    minutes: int
    quorum_sectors: list[str]
    series_id: UUID | None = None
    begun_at: datetime | None = None
    """When its series began, and with it the making of its sessions."""
    chairs: list[Chair] = field(default_factory=list)
    carried: dict[str, UUID] = field(default_factory=dict)
    """Agenda items that the next session takes up, by title."""

    @property
    def presider(self) -> Member:
        """Who leads its sessions."""
        return self.chairs[0].member

    @property
    def minute_taker(self) -> Member:
        """Who writes its minutes."""
        return self.chairs[1].member

    @property
    def offices(self) -> list[Office]:
        """The organisations that sit in it, each once."""
        return list({chair.office.id: chair.office for chair in self.chairs}.values())


@dataclass(frozen=True, slots=True)
class Sitting:
    """One session to be: its place in the forum, and what the rule and the holidays made of it."""

    room: Room
    number: int
    proposal: Proposal


def known_rooms(offices: Sequence[Office]) -> dict[UUID, Room]:
    """Return the forums of the demo."""
    by_id = {office.id: office for office in offices}
    rooms = {one.id: _known(one) for one in db.session.scalars(select(Forum).order_by(Forum.slug))}
    order = (Participant.forum_id, Participant.role != ForumRole.CHAIR, Participant.joined_at, Participant.id)
    for each in db.session.scalars(select(Participant).order_by(*order)):
        office = by_id[each.seat.organisation_id]
        member = Member(each.person_id, each.person.name, each.person.position, each.person.email)
        rooms[each.forum_id].chairs.append(Chair(each.seat_id, office, each.id, member))
    return rooms


def _known(forum: Forum) -> Room:
    return Room(
        id=forum.id,
        circle_id=forum.circle_id,
        name=forum.name,
        topic="layanan",
        classification=forum.circle.classification,
        mode=forum.mode,
        place=forum.place,
        link=forum.link,
        minutes=forum.minutes,
        quorum_sectors=forum.quorum_sectors,
    )


def convene(
    chance: Chance, rows: Rows, known: Sequence[Office], fresh: Sequence[Office], sessions: int, now: datetime
) -> Iterator[list[Sitting]]:
    """Add forums until they have `sessions`; yield the sittings of each. The last one begins later than the others."""
    since, number = now - timedelta(days=3 * 365), 0
    slugs = set(db.session.scalars(select(Forum.slug)))
    while sessions > 0:
        room, schedule, rule = _convened(chance, rows, known, fresh, number, since, slugs)
        recurrence = recurrence_from(schedule, timezone=ZONE)
        found = proposals(recurrence, since=None, before=horizon(now), holiday_rule=rule)[-sessions:]
        _series(chance, rows, room, recurrence, found[0].slot, since=since, until=horizon(now))
        yield [Sitting(room, place, proposal) for place, proposal in enumerate(found, 1)]
        sessions -= len(found)
        number += 1


def _convened(
    chance: Chance,
    rows: Rows,
    known: Sequence[Office],
    fresh: Sequence[Office],
    number: int,
    since: datetime,
    slugs: set[str],
) -> tuple[Room, Schedule, HolidayRule]:
    """Add one forum with its circle; return it, when it meets, and what holidays do to it."""
    topic = chance.choice(FIELDS)
    words = {"field": topic, "place": chance.choice(PLACES), "number": chance.randint(1, 30)}
    name = chance.choice(FORUMS).format(**words)
    mode = chance.choice(tuple(Mode))
    rule = chance.choice(tuple(HolidayRule))
    slug = slug_of(name, slugs)
    slugs.add(slug)
    room = Room(
        id=chance.identity(),
        circle_id=chance.identity(),
        name=name,
        topic=topic,
        classification=chance.choice(CLASSIFICATIONS),
        mode=mode,
        place="" if mode is Mode.ONLINE else chance.choice(ROOMS).format(**words),
        link="" if mode is Mode.IN_PERSON else f"https://rapat.contoh.example/{slug}",
        minutes=chance.choice((60, 90, 120, 180)),
        quorum_sectors=[Sector.GOVERNMENT.value] if chance.happens(0.3) else [],
    )
    _found(chance, rows, room, words, slug=slug, rule=rule, since=since)
    _seat(chance, rows, room, known, fresh, number, since)
    return room, _schedule(chance, since), rule


def _found(
    chance: Chance, rows: Rows, room: Room, words: dict[str, Any], *, slug: str, rule: HolidayRule, since: datetime
) -> None:
    """Add the forum of a room with its circle; `words` are what its goal may speak of."""
    rows.add(Circle, id=room.circle_id, name=room.name, classification=room.classification)
    rows.add(
        Forum,
        id=room.id,
        slug=slug,
        name=room.name,
        kind=chance.choice(tuple(ForumKind)),
        circle_id=room.circle_id,
        goal=chance.choice(GOALS).format(**words),
        decision_rule=DecisionRule.CONSENSUS,
        quorum_share=50,
        quorum_sectors=room.quorum_sectors,
        timezone=ZONE,
        minutes=room.minutes,
        mode=room.mode,
        place=room.place,
        link=room.link,
        holiday_rule=rule,
        agenda_template=[{"title": title, "purpose": purpose, "minutes": long} for title, purpose, long in AGENDA],
        language="id",
        created_at=since,
        version=1,
    )


def _schedule(chance: Chance, since: datetime) -> Schedule:
    repeat = chance.choice(REPEATS)
    choice = Choice(repeat, chance.choice(DAYS), chance.choice(tuple(Position)))
    return Schedule(
        choice=choice,
        first_day=local_date(since) + timedelta(days=chance.randrange(7)),
        starts_at=time(chance.randint(8, 15), chance.choice((0, 30))),
    )


def _seat(
    chance: Chance,
    rows: Rows,
    room: Room,
    known: Sequence[Office],
    fresh: Sequence[Office],
    number: int,
    since: datetime,
) -> None:
    """Seat organisations, each with its focal point; a few forums are large, and many have the demo's parties."""
    size = chance.randint(25, 50) if chance.happens(0.05) else chance.randint(5, 14)
    by_name = {member.name: (office, member) for office in known for member in office.staff}
    led = number % LED_BY_DEMO == 0
    places = [by_name[name] for name in ("Kepala JSC", "Notulis JSC", "Koordinator JSC")] if led else []
    taken = {office.id for office, _member in places}
    some = chance.sample(known, k=min(len(known), chance.choice((2, 3, 4))))
    others = chance.sample(fresh, k=min(len(fresh), max(2, size - len(some))))
    for office in [*some, *others] if led else [*others, *some]:
        if office.id not in taken:
            taken.add(office.id)
            staff = office.staff if not places else [office.focal_point]
            places += [(office, member) for member in staff[:2]]
    _places(chance, rows, room, places, since)


def _places(chance: Chance, rows: Rows, room: Room, places: Sequence[tuple[Office, Member]], since: datetime) -> None:
    seats: dict[UUID, UUID] = {}
    for place, (office, member) in enumerate(places):
        role = {0: ForumRole.CHAIR, 1: ForumRole.MINUTE_TAKER}.get(place, ForumRole.MEMBER)
        if member.name == "Koordinator JSC":
            role = ForumRole.FACILITATOR
        if office.id not in seats:
            seats[office.id] = chance.identity()
            rows.add(
                Seat,
                id=seats[office.id],
                circle_id=room.circle_id,
                organisation_id=office.id,
                sector=office.sector,
                position=len(seats) - 1,
                observer=False,
                since=local_date(since),
            )
        chair = Chair(seats[office.id], office, chance.identity(), member)
        room.chairs.append(chair)
        rows.add(
            Participant,
            id=chair.participant_id,
            forum_id=room.id,
            seat_id=chair.seat_id,
            person_id=member.id,
            role=role,
            joined_at=since,
        )
        rows.name(room.circle_id, member.id)
        if role in STEWARDS:
            rows.add(Steward, id=chance.identity(), circle_id=room.circle_id, person_id=member.id, role=STEWARDS[role])


def _series(
    chance: Chance,
    rows: Rows,
    room: Room,
    recurrence: Recurrence,
    first: datetime,
    *,
    since: datetime,
    until: datetime,
) -> None:
    room.series_id, room.begun_at = chance.identity(), since
    rows.add(
        Series,
        id=room.series_id,
        forum_id=room.id,
        uid=f"{room.series_id}@selaras.example",
        sequence=0,
        first_start=first.astimezone(recurrence.zone).replace(tzinfo=None),
        timezone=ZONE,
        rule=str(recurrence.rule),
        minutes=room.minutes,
        made_until=until,
        created_at=since,
    )


def held_since(now: datetime) -> Any:
    """Return when each session that was held began, by forum: where the demo's own forums may commitment."""
    found = select(Session.forum_id, Session.starts_at).where(
        Session.state == SessionState.HELD, Session.starts_at < now
    )
    return db.session.execute(found.order_by(Session.starts_at)).all()
