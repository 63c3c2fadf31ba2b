"""Forums with their seats and the sessions of three years, made by the actions that people use."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import Person
from app.calendars.choices import Choice, ChosenDay, Position, Repeat
from app.calendars.shifts import HolidayRule
from app.circles.models import Classification
from app.clock import local_date
from app.database import db
from app.organisations.models import Organisation, Sector
from demo.city.context import Context
from demo.city.organisations import CityOrganisation, CityPerson
from demo.city.randomness import Randomness
from demo.city.words import AGENDA, FIELDS, FORUMS, GOALS, PLACES, ROOMS
from forums.scheduling.actions import Charter, Place, Plan, Schedule, create, recurrence_from
from forums.scheduling.horizon import horizon, make_sessions, proposals
from forums.scheduling.models import (
    Forum,
    ForumKind,
    ForumRole,
    Mode,
    Participant,
    Series,
    Session,
    SessionState,
)

ZONE = "Asia/Jakarta"
YEARS = timedelta(days=3 * 365)
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
"""Every eighth forum has the demo's accounts as chair, minute-taker and facilitator."""
LEADERS = {
    "Kepala JSC": ForumRole.CHAIR,
    "Notulis JSC": ForumRole.MINUTE_TAKER,
    "Koordinator JSC": ForumRole.FACILITATOR,
}
"""Their names and roles."""
FIRST = (ForumRole.CHAIR, ForumRole.MINUTE_TAKER)
"""The roles that come first among a forum's participants, in this order."""


@dataclass(frozen=True, slots=True)
class CityParticipant:
    """A participant of a forum, with the seat and its organisation."""

    id: UUID
    seat_id: UUID
    organisation: CityOrganisation
    person: CityPerson


@dataclass(slots=True, kw_only=True)
class CityForum:
    """A forum as its sessions and commitments need it. Its `participants` begin with the chair and the minute-taker."""

    id: UUID
    circle_id: UUID
    name: str
    topic: str
    classification: Classification
    mode: Mode
    place: str
    minutes: int
    quorum_share: int
    quorum_sectors: list[str]
    participants: list[CityParticipant] = field(default_factory=list)
    sequence: int = 0
    """The last iTIP SEQUENCE of its series."""
    carried: dict[str, UUID] = field(default_factory=dict)
    """Agenda items that the next session takes over, by title."""

    @property
    def presider(self) -> CityPerson:
        """The person who presides over its sessions."""
        return self.participants[0].person

    @property
    def minute_taker(self) -> CityPerson:
        """The person who writes its minutes."""
        return self.participants[1].person

    @property
    def organisations(self) -> list[CityOrganisation]:
        """The organisations that have a seat, each once."""
        return list({one.organisation.id: one.organisation for one in self.participants}.values())


def known_forums(organisations: Sequence[CityOrganisation]) -> dict[UUID, CityForum]:
    """Return the forums of the demo by id."""
    forums = db.session.scalars(select(Forum).order_by(Forum.slug)).all()
    return {one.id: _read(one, {each.id: each for each in organisations}, topic="layanan") for one in forums}


def _read(forum: Forum, organisations: Mapping[UUID, CityOrganisation], *, topic: str) -> CityForum:
    """Return a stored forum with its participants."""
    found = db.session.scalars(select(Participant).where(Participant.forum_id == forum.id)).all()
    rank = {role: place for place, role in enumerate(FIRST)}
    found = sorted(found, key=lambda one: (rank.get(one.role, len(FIRST)), one.seat.position, one.person.name))
    return CityForum(
        id=forum.id,
        circle_id=forum.circle_id,
        name=forum.name,
        topic=topic,
        classification=forum.circle.classification,
        mode=forum.mode,
        place=forum.place,
        minutes=forum.minutes,
        quorum_share=forum.quorum_share,
        quorum_sectors=forum.quorum_sectors,
        participants=[
            CityParticipant(
                one.id,
                one.seat_id,
                organisations[one.seat.organisation_id],
                CityPerson(one.person.id, one.person.name, one.person.position, one.person.email),
            )
            for one in found
        ],
    )


def add_forums(
    context: Context, known: Sequence[CityOrganisation], new: Sequence[CityOrganisation], sessions: int
) -> Iterator[tuple[CityForum, Series, Sequence[Session]]]:
    """Add forums until they have `sessions`; yield each with its series and its sessions, as they were made.

    The series of the last forum begins later than the others, so that the number is exact.
    """
    since, number = context.now - YEARS, 0
    organisations = {one.id: one for one in [*known, *new]}
    while sessions > 0:
        charter, topic = _charter(context.random)
        places = _places(context.random, known, new, is_led_by_demo=number % LED_BY_DEMO == 0)
        schedule = _cut(_schedule(context.random, since), charter.holiday_rule, context.now, sessions)
        with context.acting_at(since):
            forum = _create(charter, places, schedule, since)
            series = db.session.scalars(select(Series).where(Series.forum_id == forum.id)).one()
            make_sessions(series, until=horizon(context.now), at=since)
        made = db.session.scalars(select(Session).where(Session.forum_id == forum.id).order_by(Session.slot)).all()
        yield _read(forum, organisations, topic=topic), series, made
        sessions -= len(made)
        number += 1


def _charter(random: Randomness) -> tuple[Charter, str]:
    """Return the charter of a new forum, and the topic of its sessions."""
    topic = random.choice(FIELDS)
    words = {"field": topic, "place": random.choice(PLACES), "number": random.randint(1, 30)}
    mode = random.choice(tuple(Mode))
    charter = Charter(
        name=random.choice(FORUMS).format(**words),
        kind=random.choice(tuple(ForumKind)),
        goal=random.choice(GOALS).format(**words),
        classification=random.choice(CLASSIFICATIONS),
        quorum_sectors=[Sector.GOVERNMENT.value] if random.happens(0.3) else [],
        minutes=random.choice((60, 90, 120, 180)),
        mode=mode,
        place="" if mode is Mode.ONLINE else random.choice(ROOMS).format(**words),
        link="" if mode is Mode.IN_PERSON else f"https://rapat.contoh.example/{random.randrange(10**6)}",
        holiday_rule=random.choice(tuple(HolidayRule)),
        agenda_template=[{"title": title, "purpose": purpose, "minutes": long} for title, purpose, long in AGENDA],
    )
    return charter, topic


def _places(
    random: Randomness, known: Sequence[CityOrganisation], new: Sequence[CityOrganisation], *, is_led_by_demo: bool
) -> list[tuple[CityOrganisation, CityPerson, ForumRole]]:
    """Return who takes part in a new forum: a few forums are large, and many include the demo's organisations."""
    size = random.randint(25, 50) if random.happens(0.05) else random.randint(5, 14)
    some = random.sample(known, k=min(len(known), random.choice((2, 3, 4))))
    others = random.sample(new, k=min(len(new), max(2, size - len(some))))
    if is_led_by_demo:
        people = {person.name: (organisation, person) for organisation in known for person in organisation.staff}
        leaders = [(*people[name], role) for name, role in LEADERS.items()]
        seated = {organisation.id for organisation, _person, _role in leaders}
        members = [one for one in [*some, *others] if one.id not in seated]
        return leaders + [(one, one.focal_point, ForumRole.MEMBER) for one in members]
    everyone = [(one, person) for one in [*others, *some] for person in one.staff[:2]]
    roles = [*FIRST, *[ForumRole.MEMBER] * len(everyone)]
    return [(organisation, person, role) for (organisation, person), role in zip(everyone, roles, strict=False)]


def _schedule(random: Randomness, since: datetime) -> Schedule:
    repeat = random.choice(REPEATS)
    choice = Choice(repeat, random.choice(DAYS), random.choice(tuple(Position)))
    return Schedule(
        choice=choice,
        first_day=local_date(since) + timedelta(days=random.randrange(7)),
        starts_at=time(random.randint(8, 15), random.choice((0, 30))),
    )


def _create(
    charter: Charter,
    places: Sequence[tuple[CityOrganisation, CityPerson, ForumRole]],
    schedule: Schedule,
    since: datetime,
) -> Forum:
    """Create a forum in the name of its chair."""
    organisations = _stored(Organisation, {organisation.id for organisation, _person, _role in places})
    people = _stored(Person, {person.id for _organisation, person, _role in places})
    seated = [
        Place(organisation=organisations[organisation.id], person=people[person.id], role=role)
        for organisation, person, role in places
    ]
    return create(Plan(charter=charter, places=seated, schedule=schedule), by=people[places[0][1].id], at=since)


def _stored(model: Any, ids: Collection[UUID]) -> dict[UUID, Any]:
    return {one.id: one for one in db.session.scalars(select(model).where(model.id.in_(ids)))}


def _cut(schedule: Schedule, holiday_rule: HolidayRule, now: datetime, most: int) -> Schedule:
    """Return the schedule, begun so late that it has at most `most` sessions up to the horizon."""
    recurrence = recurrence_from(schedule, timezone=ZONE)
    found = proposals(recurrence, since=None, before=horizon(now), holiday_rule=holiday_rule)
    return replace(schedule, first_day=found[-most:][0].slot.astimezone(recurrence.zone).date())


def held_sessions(now: datetime) -> Sequence[Any]:
    """Return the forum and the start of every session that was held: what the demo's own forums may decide at."""
    found = select(Session.forum_id, Session.starts_at).where(
        Session.state == SessionState.HELD, Session.starts_at < now
    )
    return db.session.execute(found.order_by(Session.starts_at)).all()
