"""The sample data of a trial: a forum with its organisations and people, and a coming session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.accounts import passwords
from app.accounts.actions import issue_api_token
from app.audit import record
from app.circles.models import Circle, Classification, Seat
from app.database import db
from app.database.transactions import transaction
from app.organisations.models import Contact, ContactRole, Sector
from commitments.reminders.models import ReminderSchedule
from commitments.reminders.rules import Step
from forums.circular import actions as circulars
from forums.invitations import actions as invitations
from forums.invitations.links import secret
from forums.invitations.models import Invitation
from forums.minutes import actions as minutes_actions
from forums.minutes.models import Minutes, Part
from forums.minutes.writing import Writing, write
from forums.review import actions as reviews
from forums.scheduling import session_actions
from forums.scheduling.models import DecisionRule, ForumRole, Participant, Session
from tests.factories import (
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
    SeriesFactory,
)

JAKARTA = ZoneInfo("Asia/Jakarta")
PASSWORD = "ombak-tenang-di-teluk-jakarta"
BEGUN = 3
"""How many further sessions have just started, in a sample whose session is under way."""
AGO = timedelta(days=14)
"""How long ago the vote on the circulars began that end during a trial, and the minutes of the deputy were taken."""
ENDING = (30, 45, 60, 80, 100, 120, 150, 200)
"""Seconds after which the votes on these circulars end, by consensus and by vote in turn."""
UNAPPROVED = 3
"""How many minutes wait for the deputy, because the presider has not approved them in time."""
TEMPLATE = [
    {"title": "Pembukaan dan kuorum", "purpose": "information", "minutes": 10},
    {"title": "Arahan dan penutup", "purpose": "directive", "minutes": 10},
]


@dataclass
class Member:
    """An organisation's focal point: the mail address, both ids, a token, the invitation and its link."""

    email: str
    person: str
    organisation: str
    token: str
    invitation: str
    link: str


@dataclass
class Sample:
    """Addresses and ids that the scenarios need."""

    coordinator: str
    token: str
    taker: str
    forum: str
    circle: str
    session: str
    chair: str
    begun: list[str] = field(default_factory=list)
    """Further sessions that have just started; a scenario takes one out to hold it."""
    circulars: list[tuple[str, str]] = field(default_factory=list)
    """Circular decisions on which parties vote until seconds or minutes from now, with their titles."""
    unapproved: list[tuple[str, str]] = field(default_factory=list)
    """Minutes whose time for corrections is over, and their sessions; the minute-taker is the deputy of the chair."""
    facilitators: list[str] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    staff: list[tuple[str, str]] = field(default_factory=list)
    """Mail addresses and ids of people of the first member's organisation who have no role there."""


def build(
    *,
    members: int = 6,
    at: datetime | None = None,
    series: bool = True,
    zone: str = "Asia/Jakarta",
    under_way: bool = False,
    ending: bool = False,
    facilitators: int = 0,
    staff: int = 0,
) -> Sample:
    """Create a public forum of `members` organisations besides its secretariat, and invite to a session in two days.

    A session that is `under_way` has just started and lasts for a day, so that decisions can be recorded. With
    `ending`, there are circular decisions whose vote ends soon, and minutes that the deputy may approve.
    """
    now = at or datetime.now(UTC)
    forum, coordinator, taker, chair, people = _people(members, zone)
    if series:
        begins = (now + timedelta(days=3)).replace(tzinfo=None, hour=9, minute=0, second=0, microsecond=0)
        SeriesFactory(forum=forum, first_start=begins, rule="FREQ=WEEKLY", timezone=zone, created_at=now)
    session = _session(forum, coordinator, now, under_way=under_way)
    sample = Sample(
        coordinator=coordinator.email,
        token=_token(coordinator.email, now),
        taker=taker.email,
        chair=chair.email,
        begun=_begun(forum, coordinator, now) if under_way else [],
        forum=forum.slug,
        circle=str(forum.circle_id),
        session=str(session.id),
    )
    invited = db.session.scalars(select(Invitation).where(Invitation.session_id == session.id))
    by_person = {one.person_id: one for one in invited}
    if ending:
        sample.circulars += _circulars(forum, coordinator, now)
        sample.unapproved += _unapproved(forum, taker, coordinator, now.replace(microsecond=0) - AGO)
    sample.facilitators += [_facilitator(forum, chair, number) for number in range(facilitators)]
    sample.members += [_invited(person, by_person[person.id], now) for person in people]
    sample.staff += [_colleague(people[0], number) for number in range(staff)]
    db.session.rollback()
    return sample


def _session(forum: Any, coordinator: Any, now: datetime, *, under_way: bool) -> Session:
    """Add a session in two days, or one that has just started, and invite to it."""
    starts_at = now.replace(microsecond=0) + timedelta(days=0 if under_way else 2)
    at = starts_at if under_way else now
    minutes = 24 * 60 if under_way else 120
    with transaction():
        session = session_actions.add(forum, starts_at=starts_at, minutes=minutes, by=coordinator, at=at)
        invitations.invite(session, by=coordinator, at=at)
        if under_way:
            session_actions.open_(session, by=coordinator, at=starts_at)
    return session


def _begun(forum: Any, coordinator: Any, now: datetime) -> list[str]:
    starts_at = now.replace(microsecond=0)
    with transaction():
        sessions = [
            session_actions.add(forum, starts_at=starts_at, minutes=90, by=coordinator, at=starts_at)
            for _number in range(BEGUN)
        ]
        return [str(session.id) for session in sessions]


def _circulars(forum: Any, coordinator: Any, now: datetime) -> list[tuple[str, str]]:
    """Circulate decisions whose vote began days ago and ends soon."""
    made = []
    with transaction():
        for number, seconds in enumerate(ENDING):
            title, ends_at = f"Edaran {number}", now + timedelta(seconds=seconds)
            forum.decision_rule = (DecisionRule.CONSENSUS, DecisionRule.VOTE)[number % 2]
            wording = circulars.Draft(title=title, text=f"Isi {title}.", why="Mendesak", ends_at=ends_at)
            circular = circulars.draft(forum, wording, by=coordinator, at=now - AGO)
            db.session.flush()
            circulars.circulate(circular, by=coordinator, at=now - AGO)
            made.append((str(circular.id), title))
        forum.decision_rule = DecisionRule.CONSENSUS
    return made


def _unapproved(forum: Any, taker: Any, coordinator: Any, at: datetime) -> list[tuple[str, str]]:
    """Hold sessions and circulate their minutes for a day, and name a deputy who may approve them after another one."""
    with transaction():
        reviews.name_deputy(forum, taker, days=1, by=coordinator, at=at)
        sessions = [
            session_actions.add(forum, starts_at=at, minutes=90, by=coordinator, at=at) for _number in range(UNAPPROVED)
        ]
        for session in sessions:
            session_actions.open_(session, by=coordinator, at=at)
            note = Writing(passage_id=uuid4(), version=0, text="Rapat dibuka.", part=Part.OPENING)
            write(session, note, by=taker, at=at)
            session_actions.close(session, by=coordinator, at=at + timedelta(hours=1))
        db.session.flush()
        query = select(Minutes).where(Minutes.session_id.in_([session.id for session in sessions]))
        kept = db.session.scalars(query).all()
        for minutes in kept:
            later = at + timedelta(hours=2)
            minutes_actions.circulate(minutes, days=1, number="", without_attendance=True, by=coordinator, at=later)
        return [(str(minutes.id), str(minutes.session_id)) for minutes in kept]


def _invited(person: Any, invitation: Invitation, at: datetime) -> Member:
    return Member(
        email=person.email,
        person=str(person.id),
        organisation=str(person.organisation_id),
        token=_token(person.email, at),
        invitation=str(invitation.id),
        link=f"/answer/{secret(invitation)}",
    )


def _token(email: str, at: datetime) -> str:
    """Return an API token of a person that is valid for more than two years, because trials change the clock."""
    with transaction():
        return issue_api_token(email, name="soak", lifetime=timedelta(days=1000), at=at)


def _people(members: int, zone: str) -> tuple[Any, Any, Any, Any, list[Any]]:
    secretariat = OrganisationFactory(name="BLUD Jakarta Smart City", short_name="JSC")
    forum = ForumFactory(
        agenda_template=TEMPLATE,
        quorum_sectors=["private"],
        timezone=zone,
        circle__classification=Classification.PUBLIC,
    )
    coordinator = CoordinatorFactory(name="Koordinator JSC", organisation=secretariat, email="koordinator@jsc.example")
    taker = PersonFactory(name="Notulis JSC", organisation=secretariat, email="notulis@jsc.example")
    chair = PersonFactory(name="Kepala JSC", organisation=secretariat, email="kepala@jsc.example")
    seat = SeatFactory(circle=forum.circle, organisation=secretariat)
    for person, role in ((chair, ForumRole.CHAIR), (taker, ForumRole.MINUTE_TAKER)):
        ParticipantFactory(forum=forum, person=person, seat=seat, role=role)
    people = [_member(forum, number) for number in range(members)]
    with transaction():
        hashed = passwords.hashed(PASSWORD)
        for person in (coordinator, taker, chair, *people):
            person.password_hash = hashed
        record("forum.created", forum, by=coordinator, at=datetime.now(UTC))
    return forum, coordinator, taker, chair, people


def _facilitator(forum: Any, chair: Any, number: int) -> str:
    """Let another person of the secretariat write the minutes, and return the mail address."""
    seat = db.session.scalars(select(Participant.seat_id).where(Participant.person_id == chair.id)).one()
    person = PersonFactory(
        name=f"Fasilitator {number}", organisation=chair.organisation, email=f"fasilitator{number}@jsc.example"
    )
    with transaction():
        person.password_hash = chair.password_hash
        ParticipantFactory(forum=forum, person=person, seat=db.session.get_one(Seat, seat), role=ForumRole.FACILITATOR)
        db.session.flush()
    return str(person.email)


def _colleague(person: Any, number: int) -> tuple[str, str]:
    """Add another person to the organisation of a member, and return the mail address and the id."""
    made = PersonFactory(name=f"Staf {number}", organisation=person.organisation, email=f"staf{number}@ic.example")
    with transaction():
        made.password_hash = person.password_hash
    return str(made.email), str(made.id)


def _member(forum: Any, number: int) -> Any:
    sector = Sector.PRIVATE if number % 3 == 2 else Sector.GOVERNMENT
    organisation = OrganisationFactory(name=f"Instansi Contoh {number}", short_name=f"IC{number}", sector=sector)
    person = PersonFactory(name=f"Narahubung {number}", organisation=organisation, email=f"anggota{number}@ic.example")
    seat = SeatFactory(circle=forum.circle, organisation=organisation, position=number + 1)
    ParticipantFactory(forum=forum, person=person, seat=seat)
    db.session.add(Contact(organisation=organisation, role=ContactRole.FOCAL_POINT, person=person))
    with transaction():
        db.session.flush()
    return person


def remind_at_any_time(circle: Circle) -> None:
    """Let a circle take its reminder steps on every day and at every hour, for trials on the clock of the machine."""
    with transaction():
        every = {"working_days_only": False, "friday_pause": False, "from_hour": 0, "until_hour": 24}
        db.session.add(ReminderSchedule(circle_id=circle.id, steps=[step.value for step in Step], **every))
