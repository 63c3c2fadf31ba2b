"""Actions on forums: create, change, schedule, archive; and on their participants."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
from app.calendars.choices import Choice, Repeat, rule_for
from app.calendars.errors import RuleRefused
from app.calendars.labels import explain
from app.calendars.recurrence import Recurrence, find_zone, to_instant
from app.calendars.rules import parse_rule
from app.calendars.shifts import HolidayRule
from app.circles.actions import classify, leave_seat, name_people, open_circle, take_seat
from app.circles.models import Classification, Seat, Steward, StewardRole
from app.circles.queries import seats_on
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from app.events import emit
from app.organisations.models import Organisation
from app.settings.queries import instance
from forums.scheduling import notices, queries, session_actions
from forums.scheduling.events import ForumCreated, ParticipantJoined, ParticipantLeft, SeriesEnded
from forums.scheduling.horizon import horizon, leading, make_sessions, recurrence_of
from forums.scheduling.ical_uids import new_uid
from forums.scheduling.models import (
    Capacity,
    DecisionRule,
    Forum,
    ForumKind,
    ForumRole,
    Mode,
    Participant,
    Series,
    Session,
)
from forums.scheduling.rules import slug_of

STEWARDS = {
    ForumRole.CHAIR: StewardRole.CHAIR,
    ForumRole.FACILITATOR: StewardRole.FACILITATOR,
    ForumRole.MINUTE_TAKER: StewardRole.MINUTE_TAKER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """The charter of a forum, and the defaults of its sessions."""

    name: str
    kind: ForumKind
    goal: str
    purpose: str = ""
    ground_rules: str = ""
    decision_rule: DecisionRule = DecisionRule.CONSENSUS
    classification: Classification = Classification.INTERNAL
    quorum_share: int = 50
    quorum_sectors: Sequence[str] = ()
    timezone: str = field(default_factory=lambda: instance().timezone)
    minutes: int = 120
    mode: Mode = Mode.IN_PERSON
    place: str = ""
    link: str = ""
    holiday_rule: HolidayRule = HolidayRule.FORWARD
    reminder_days: Sequence[int] = (7, 3)
    agenda_template: Sequence[dict[str, Any]] = ()
    agenda_closes: int | None = None
    language: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A person who takes part for an organisation."""

    organisation: Organisation
    person: Person
    role: ForumRole = ForumRole.MEMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How often a forum meets: the first day (or the only one) and the local time.

    `rule` is the RFC 5545 rule if the choice is a custom one.
    """

    choice: Choice
    first_day: date
    starts_at: time
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The details of a new forum. Without a schedule it has no sessions yet."""

    charter: Charter
    places: Sequence[Place] = field(default_factory=list)
    schedule: Schedule | None = None


def create(plan: Plan, *, by: Person, at: datetime) -> Forum:
    """Create a forum with its seats, participants and sessions up to the horizon. Raises RuleViolation."""
    charter = plan.charter
    _check(charter, plan.places, by=by)
    forum = Forum(
        slug=slug_of(charter.name, set(db.session.scalars(select(Forum.slug)))),
        circle=open_circle(charter.name, classification=charter.classification),
        created_at=at,
        **_columns(charter),
    )
    db.session.add(forum)
    audit.record("forum.created", forum, by=by, at=at, name=charter.name)
    _seat(forum, plan.places, by=by, at=at)
    if plan.schedule:
        schedule(forum, plan.schedule, by=by, at=at)
    emit(ForumCreated(forum=forum, by=by, at=at))
    return forum


def change(forum: Forum, charter: Charter, places: Sequence[Place], *, by: Person, at: datetime) -> None:
    """Change the charter, seats and participants; upcoming sessions that used the forum's defaults get the new ones."""
    _check(charter, places, by=by)
    before = {name: getattr(forum, name) for name in ("mode", "place", "link")}
    was = {"name": forum.name, "classification": forum.circle.classification}
    led_by = leading(forum.id)
    wanted = {name: value for name, value in _columns(charter).items() if name != "language"}
    changed = [name for name, value in wanted.items() if getattr(forum, name) != value]
    for name in changed:
        setattr(forum, name, wanted[name])
    # increases the version even if only seats changed, so that concurrent edits are detected
    flag_modified(forum, "name")
    forum.circle.name = charter.name
    classify(forum.circle, charter.classification, by=by, at=at)
    was = differing(was, {"name": charter.name, "classification": charter.classification})
    audit.record("forum.changed", forum, by=by, at=at, changed=changed, was=was)
    _seat(forum, places, by=by, at=at)
    _follow(forum, before, led_by, by=by, at=at)


def schedule(forum: Forum, wanted: Schedule, *, by: Person, at: datetime) -> Series | None:
    """Add a schedule from a first day on, or a single session. Raises RuleViolation if that day is past."""
    check_first_day(wanted.first_day, local_date(at))
    if wanted.choice.repeat is Repeat.ONCE:
        first = datetime.combine(wanted.first_day, wanted.starts_at)
        starts_at = to_instant(first, find_zone(forum.timezone))
        session_actions.add(forum, starts_at=starts_at, minutes=forum.minutes, by=by, at=at)
        return None
    recurrence = recurrence_from(wanted, timezone=forum.timezone)
    series = begin_series(forum, recurrence, minutes=forum.minutes, at=at)
    audit.record("series.started", forum, by=by, at=at, rule=series.rule, first=series.first_start)
    make_sessions(series, until=horizon(at), at=at)
    return series


def check_first_day(first_day: date, today: date) -> None:
    """Raise RuleViolation if a schedule would begin in the past."""
    if first_day < today:
        raise RuleViolation(_l("This date is past. Choose today or later"), field="first_day")


def recurrence_from(wanted: Schedule, *, timezone: str) -> Recurrence:
    """Return the recurrence of a schedule, from the first day that matches it. Raises RuleViolation."""
    own = wanted.choice.repeat is Repeat.OWN
    field = "rule" if own else "repeat"
    try:
        rule = parse_rule(wanted.rule) if own else rule_for(wanted.choice)
        assert rule is not None, "a single session has no recurrence"
        loose = Recurrence(rule, datetime.combine(wanted.first_day, wanted.starts_at), timezone)
        slot = loose.first_slot
        if slot is None:
            raise RuleViolation(_l("No date fits this repetition"), field=field)
        return Recurrence(rule, slot.astimezone(loose.zone).replace(tzinfo=None), timezone)
    except RuleRefused as refused:
        raise RuleViolation(explain(refused), field=field) from refused


def begin_series(forum: Forum, recurrence: Recurrence, *, minutes: int, at: datetime) -> Series:
    """Add a series with a recurrence, without its sessions."""
    series = Series(
        forum=forum,
        uid=new_uid(),
        first_start=recurrence.starts_at,
        timezone=forum.timezone,
        rule=str(recurrence.rule),
        minutes=minutes,
        created_at=at,
        ended_at=_end_of(recurrence, minutes=minutes),
    )
    db.session.add(series)
    return series


def _end_of(recurrence: Recurrence, *, minutes: int) -> datetime | None:
    """Return when the last session of a finite rule ends; None for one without end."""
    if recurrence.rule.count is None and recurrence.rule.until is None:
        return None
    try:
        return max(recurrence.slots()) + timedelta(minutes=minutes)
    except RuleRefused as refused:
        raise RuleViolation(explain(refused), field="rule") from refused


def end_series(series: Series, *, last_day: date, by: Person, at: datetime) -> int:
    """End a series with its last slot up to `last_day`; later planned sessions are cancelled. Return how many."""
    if last_day < local_date(at):
        raise RuleViolation(_l("This date is past. Choose today or later"), field="last_day")
    try:
        ending = recurrence_of(series).ending_with(last_day)
    except RuleRefused as refused:
        raise RuleViolation(explain(refused), field="last_day") from refused
    until = ending.rule.until
    assert until is not None, "a series that ends has its last slot"
    series.rule = str(ending.rule)
    series.ended_at = until + timedelta(minutes=series.minutes)
    audit.record("series.ended", series.forum, by=by, at=at, last_day=last_day)
    later = queries.coming(series.forum_id, at).where(Session.series_id == series.id, Session.slot > until)
    sessions = db.session.scalars(later).all()
    session_actions.cancel_all(sessions, by=by, at=at, reason=str(_l("The schedule of the forum ended")))
    emit(SeriesEnded(series=series, by=by, at=at))
    return len(sessions)


def archive(forum: Forum, *, by: Person, at: datetime) -> None:
    """Archive a forum: its planned sessions are cancelled and no more are created; it stays readable."""
    if forum.archived_at:
        raise RuleViolation(_l("This forum is archived already"))
    coming = db.session.scalars(queries.coming(forum.id, at)).all()
    session_actions.cancel_all(coming, by=by, at=at, reason=str(_l("The forum was archived")))
    series = queries.current_series(forum.id)
    if series and not series.ended_at:
        series.ended_at = at
    forum.archived_at = at
    audit.record("forum.archived", forum, by=by, at=at)


def take_up(forum: Forum, *, by: Person, at: datetime) -> None:
    """Restore an archived forum, which then needs a new schedule."""
    if not forum.archived_at:
        raise RuleViolation(_l("This forum is not archived"))
    forum.archived_at = None
    audit.record("forum.taken_up", forum, by=by, at=at)


def _check(charter: Charter, places: Sequence[Place], *, by: Person) -> None:
    people = [place.person.id for place in places]
    check_places(people, chairs=sum(place.role is ForumRole.CHAIR for place in places))
    check_secrecy(charter.classification, people, by=by)


def check_places(people: Sequence[UUID | None], chairs: int) -> None:
    """Raise RuleViolation unless someone takes part, exactly one person is the chair and nobody occurs twice."""
    if not people:
        words = _l("Add the organisations that take part, and choose the chair among their people")
        raise RuleViolation(words, field="places")
    if chairs != 1:
        raise RuleViolation(_l("Choose one chair") if not chairs else _l("Choose only one chair"), field="places")
    if len(set(people)) < len(people):
        raise RuleViolation(_l("A person takes part once: choose another one, or remove the row"), field="places")


def check_secrecy(classification: Classification, people: Collection[UUID | None], *, by: Person) -> None:
    """Raise RuleViolation if the user could no longer read the forum after making it secret."""
    if classification is Classification.SECRET and by.id not in people:
        words = _l("Only participants read a secret forum: add yourself, or choose another classification")
        raise RuleViolation(words, field="classification")


def _columns(charter: Charter) -> dict[str, Any]:
    names = (field.name for field in fields(charter))
    known = {name: getattr(charter, name) for name in names if name != "classification"}
    lists = {name: list(known[name]) for name in ("quorum_sectors", "reminder_days", "agenda_template")}
    return known | lists


def _seat(forum: Forum, places: Sequence[Place], *, by: Person, at: datetime) -> None:
    """Update seats, participants and stewards to match `places`, in order."""
    today = local_date(at)
    seats = {seat.organisation_id: seat for seat in seats_on(forum.circle_id, today)}
    everyone = queries.participants(forum.id)
    here = {one.person_id: one for one in everyone if one.capacity is Capacity.OWN}
    order = list(dict.fromkeys(place.organisation.id for place in places))
    given_up = {one.seat_id for one in here.values() if one.seat.organisation_id not in order}
    named = {place.person.id for place in places}
    for one in everyone:
        if one.person_id not in named if one.capacity is Capacity.OWN else one.seat_id in given_up:
            leave(one, by=by, at=at)
    for seat in seats.values():
        if seat.id in given_up:
            leave_seat(seat, last_day=max(seat.since, today - timedelta(days=1)))
    for place in places:
        seat = seats.get(place.organisation.id) or take_seat(forum.circle, place.organisation, since=today)
        seats[place.organisation.id] = seat
        seat.position = order.index(place.organisation.id)
        seat.observer = all(
            other.role is ForumRole.OBSERVER for other in places if other.organisation.id == place.organisation.id
        )
        _take_part(forum, seat, place, here.get(place.person.id), by=by, at=at)
    keep_stewards(forum)


def leave(participant: Participant, *, by: Person | None, at: datetime, left_at: datetime | None = None) -> None:
    """Remove a participant, now or as of `left_at`. The caller calls `keep_stewards`."""
    participant.left_at = left_at or at
    emit(ParticipantLeft(participant=participant, by=by, at=at))


def _take_part(
    forum: Forum, seat: Seat, place: Place, participant: Participant | None, *, by: Person, at: datetime
) -> None:
    if participant:
        participant.role, participant.seat = place.role, seat
        return
    participant = Participant(forum=forum, seat=seat, person=place.person, role=place.role, joined_at=at)
    join(participant, by=by, at=at)


def join(participant: Participant, *, by: Person, at: datetime) -> None:
    """Add a participant. The caller calls `keep_stewards`."""
    db.session.add(participant)
    db.session.flush()
    notices.joined(participant, by=by)
    emit(ParticipantJoined(participant=participant, by=by, at=at))


def keep_stewards(forum: Forum) -> None:
    """Update the circle's stewards to the forum's officers, and its named people to all participants."""
    db.session.flush()
    here = select(Participant.person_id, Participant.role).where(
        Participant.forum_id == forum.id, Participant.left_at.is_(None)
    )
    taking_part = {(row.person_id, row.role) for row in db.session.execute(here)}
    db.session.execute(delete(Steward).where(Steward.circle_id == forum.circle_id))
    db.session.add_all(
        Steward(circle_id=forum.circle_id, person_id=person_id, role=STEWARDS[role])
        for person_id, role in taking_part
        if role in STEWARDS
    )
    name_people(forum.circle_id, {person_id for person_id, _role in taking_part})


def _follow(forum: Forum, before: dict[str, Any], led_by: dict[ForumRole, UUID], *, by: Person, at: datetime) -> None:
    """Update the place and officers of upcoming planned sessions that still have the forum's earlier ones."""
    coming = db.session.scalars(queries.coming(forum.id, at)).all()
    follow_officers(forum, coming, led_by)
    where = session_actions.Where(mode=forum.mode, place=forum.place, link=forum.link)
    as_usual = [one for one in coming if all(getattr(one, name) == value for name, value in before.items())]
    session_actions.relocate_all(as_usual, where, by=by, at=at)


def follow_officers(forum: Forum, coming: Iterable[Session], led_by: dict[ForumRole, UUID]) -> None:
    """Give upcoming sessions that have the forum's earlier officers, `led_by`, its present ones."""
    leads = leading(forum.id)
    roles = {"presider_id": ForumRole.CHAIR, "minute_taker_id": ForumRole.MINUTE_TAKER}
    for session in coming:
        for column, role in roles.items():
            if getattr(session, column) == led_by.get(role):
                setattr(session, column, leads.get(role))
