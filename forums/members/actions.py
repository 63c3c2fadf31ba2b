"""Actions on seats and participants, which begin and end on given days; sessions already held keep theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.circles.actions import take_seat
from app.circles.models import Seat
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from app.organisations.models import Organisation
from app.web.i18n import plain_day
from forums.members import queries
from forums.members.models import Arrival
from forums.members.rules import earlier, overlap
from forums.scheduling.actions import follow_officers, join, keep_stewards, leave
from forums.scheduling.horizon import leading
from forums.scheduling.models import Capacity, Forum, ForumRole, Participant
from forums.scheduling.queries import coming

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How a person takes part for a seat: `since` and `last_day` are days, both included."""

    person: Person
    since: date
    last_day: date | None = None
    role: ForumRole = ForumRole.MEMBER
    capacity: Capacity = Capacity.OWN
    place_of: Participant | None = None
    acting_as: str = ""
    basis: str = ""


def add_seat(
    forum: Forum,
    organisation: Organisation,
    *,
    since: date,
    last_day: date | None = None,
    observer: bool = False,
    by: Person,
    at: datetime,
) -> Seat:
    """Add a seat for an organisation from a day on, past or future. Raises RuleViolation."""
    if last_day and last_day < since:
        raise RuleViolation(_l("The last day is before the first one"), field="last_day")
    known = queries.seats(forum)
    if any(one.organisation_id == organisation.id and overlap(since, last_day, one.since, one.until) for one in known):
        raise RuleViolation(_l("This organisation has a seat in this time already"), field="organisation")
    _keep_record(forum, since, last_day, field="since")
    position = max((one.position for one in known), default=-1) + 1
    seat = take_seat(forum.circle, organisation, since=since, position=position, observer=observer)
    seat.until = last_day
    audit.record("seat.taken", forum, by=by, at=at, organisation=organisation.id, since=since, last_day=last_day)
    return seat


def end_seat(forum: Forum, seat: Seat, *, last_day: date, by: Person, at: datetime) -> None:
    """Set the last day of a seat and of its participants. Raises RuleViolation."""
    if last_day < seat.since:
        raise RuleViolation(_l("The seat begins later. Choose a day from its first one on"), field="last_day")
    first, last = sorted((seat.until or date.max, last_day))
    if first < last:
        _keep_record(forum, first + A_DAY, None if last == date.max else last, field="last_day")
    people = queries.people_on(seat)
    if any(one.role is ForumRole.CHAIR and one.capacity is Capacity.OWN for one in people):
        raise RuleViolation(_l("The chair sits here. Choose another chair first"))
    for arrival in queries.arrivals_on(seat):
        arrival.last_day = earlier(arrival.last_day, last_day)
        if arrival.since > last_day:
            db.session.delete(arrival)
    seat.until = last_day
    audit.record("seat.ended", forum, by=by, at=at, organisation=seat.organisation_id, last_day=last_day)
    for one in people:
        _end(one, earlier(one.last_day, last_day) or last_day, by=by, at=at)
    keep_stewards(forum)


def enter(forum: Forum, seat: Seat, part: Part, *, by: Person, at: datetime) -> Participant | Arrival:
    """Add a participant to a seat, or an Arrival if the first day is in the future. Raises RuleViolation."""
    _check(forum, seat, part)
    last_day = earlier(part.last_day, seat.until)
    shared = {
        "forum": forum,
        "seat": seat,
        "person": part.person,
        "role": part.place_of.role if part.place_of else part.role,
        "capacity": part.capacity,
        "acting_as": part.acting_as,
        "basis": part.basis,
        "place_of_id": part.place_of.id if part.place_of else None,
        "last_day": last_day,
    }
    audit.record(
        "participant.entered",
        forum,
        by=by,
        at=at,
        person=part.person.id,
        capacity=part.capacity,
        since=part.since,
        last_day=last_day,
    )
    if part.since > local_date(at):
        arrival = Arrival(**shared, since=part.since, entered_by=by, entered_at=at)
        db.session.add(arrival)
        return arrival
    joined_at = at
    if part.since < local_date(at):
        _keep_record(forum, part.since, last_day, field="since")
        joined_at = queries.begin_of(part.since, forum)
    participant = Participant(**shared, joined_at=joined_at)
    join(participant, by=by, at=at)
    keep_stewards(forum)
    return participant


def let_leave(participant: Participant, *, last_day: date, by: Person, at: datetime) -> None:
    """Set the last day of a participant, after which they leave. Raises RuleViolation."""
    if participant.role is ForumRole.CHAIR and participant.capacity is Capacity.OWN:
        raise RuleViolation(_l("A forum needs its chair. Choose another chair first"))
    if queries.begin_of(last_day + A_DAY, participant.forum) <= participant.joined_at:
        raise RuleViolation(_l("They joined later. Choose a day from then on"), field="last_day")
    _keep_record(participant.forum, last_day + A_DAY, local_date(at), field="last_day")
    if participant.seat.until and last_day > participant.seat.until:
        raise RuleViolation(_l("Their seat ends before this day"), field="last_day")
    audit.record("participant.ended", participant.forum, by=by, at=at, person=participant.person_id, last_day=last_day)
    _end(participant, last_day, by=by, at=at)
    keep_stewards(participant.forum)


def succeed(participant: Participant, successor: Person, *, by: Person, at: datetime) -> None:
    """Let a successor take a participant's place from now on: seat, role and capacity, and coming sessions to lead.

    A successor who takes part already only receives the role, unless it is that of a member or an observer.
    """
    forum, led_by = participant.forum, leading(participant.forum_id)
    present = queries.present(forum, successor)
    kept = ("seat", "role", "capacity", "acting_as", "basis", "place_of_id", "last_day")
    place = {name: getattr(participant, name) for name in kept}
    leave(participant, by=by, at=at)
    if present is None:
        join(Participant(forum=forum, person=successor, joined_at=at, **place), by=by, at=at)
    elif participant.role not in {ForumRole.MEMBER, ForumRole.OBSERVER}:
        present.role = participant.role
    keep_stewards(forum)
    follow_officers(forum, db.session.scalars(coming(forum.id, at)), led_by)
    audit.record("participant.succeeded", forum, by=by, at=at, person=participant.person_id, successor=successor.id)


def take_back(arrival: Arrival, *, by: Person, at: datetime) -> None:
    """Delete a future participant."""
    audit.record("participant.taken_back", arrival.forum, by=by, at=at, person=arrival.person_id)
    db.session.delete(arrival)


def arrive(arrival: Arrival, *, at: datetime) -> None:
    """Add a person whose first day has come as a participant, unless they take part already."""
    db.session.delete(arrival)
    db.session.flush()
    today = local_date(at)
    over = arrival.last_day is not None and arrival.last_day < today
    if over or queries.takes_part_within(arrival.forum, arrival.person_id, today, arrival.last_day):
        return
    names = ("forum", "seat", "person", "role", "capacity", "acting_as", "basis", "place_of_id", "last_day")
    participant = Participant(**{name: getattr(arrival, name) for name in names}, joined_at=at)
    join(participant, by=arrival.entered_by, at=at)
    keep_stewards(arrival.forum)


def depart(participant: Participant, *, at: datetime) -> None:
    """Remove a participant whose last day is over."""
    assert participant.last_day is not None, "only those leave by themselves whose last day is known"
    leave(participant, by=None, at=at, left_at=queries.begin_of(participant.last_day + A_DAY, participant.forum))
    keep_stewards(participant.forum)


def _check(forum: Forum, seat: Seat, part: Part) -> None:
    """Raise RuleViolation unless a person can take part for a seat in this way and period."""
    if part.last_day and part.last_day < part.since:
        raise RuleViolation(_l("The last day is before the first one"), field="last_day")
    if part.since < seat.since or (seat.until and part.since > seat.until):
        raise RuleViolation(_l("The seat is not held on this day"), field="since")
    if part.capacity is not Capacity.OWN and not part.basis:
        raise RuleViolation(_l("Write the decree or letter on which this rests"), field="basis")
    if part.role is ForumRole.CHAIR and part.place_of is None:
        raise RuleViolation(_l("A forum has one chair. Choose another role"), field="role")
    if part.capacity in {Capacity.ACTING, Capacity.ACTING_DAILY}:
        if part.place_of is None:
            raise RuleViolation(_l("Choose whose office they hold"), field="place_of")
        if not part.acting_as:
            raise RuleViolation(_l("Write which office they hold"), field="acting_as")
        if part.last_day is None:
            raise RuleViolation(_l("Write the last day: an acting official serves for a time"), field="last_day")
    if queries.takes_part_within(forum, part.person.id, part.since, part.last_day):
        raise RuleViolation(_l("This person takes part already in this time"), field="person")


def _end(participant: Participant, last_day: date, *, by: Person, at: datetime) -> None:
    participant.last_day = last_day
    end = queries.begin_of(last_day + A_DAY, participant.forum)
    if end <= at:
        leave(participant, by=by, at=at, left_at=end)


def _keep_record(forum: Forum, first: date, last: date | None, *, field: str) -> None:
    """Raise RuleViolation if a session was held in a period, as its seats and participants must not change."""
    held = queries.held_within(forum, first, last)
    if held:
        day = plain_day(held.starts_at, held.timezone)
        words = _l(
            "Session %(number)s was held on %(day)s and keeps its seats. Choose a day after it",
            number=held.number,
            day=day,
        )
        raise RuleViolation(words, field=field)
