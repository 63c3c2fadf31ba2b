"""Passes a seat on to the successor of its organisation; sessions that were held keep the former seat."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.circles.actions import take_seat
from app.circles.events import SeatSucceeded
from app.circles.models import Seat
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from app.events import emit
from app.organisations.models import Organisation
from forums.members import queries
from forums.members.rules import overlap
from forums.scheduling.actions import keep_stewards, leave
from forums.scheduling.events import SeatPassedOn
from forums.scheduling.models import Capacity, Forum, ForumRole, Participant

A_DAY = timedelta(days=1)


def pass_seat_on(forum: Forum, seat: Seat, successor: Organisation, *, basis: str, by: Person, at: datetime) -> None:
    """Let `successor` sit from today on, on a seat of its own if it has one, with the participants who went there.

    Participants who stayed with the former organisation leave. Raises RuleViolation if the chair is among them.
    """
    today, left = local_date(at), seat.organisation
    after = _seat_of(forum, successor, seat, today)
    if after is None and seat.since >= today:
        after, seat.organisation, seat.sector = seat, successor, successor.sector
    elif after is None:
        after = take_seat(forum.circle, successor, since=today, position=seat.position, observer=seat.observer)
        after.until = seat.until
    if after is not seat:
        seat.until = max(seat.since, today - A_DAY)
    db.session.flush()
    _reseat(forum, seat, after, left, by=by, at=at)
    audit.record(
        "seat.passed_on",
        forum,
        by=by,
        at=at,
        organisation=successor.id,
        before=left.id,
        basis=basis,
    )
    emit(SeatPassedOn(forum=forum, before=seat, after=after, left=left, at=at))
    emit(SeatSucceeded(circle_id=forum.circle_id, before=left.id, after=successor.id, by=by, at=at))
    keep_stewards(forum)


def _seat_of(forum: Forum, successor: Organisation, seat: Seat, today: date) -> Seat | None:
    """Return the seat that the successor has in the time in which it would take over, or None."""
    since = max(seat.since, today)
    own = (one for one in queries.seats(forum) if one.organisation_id == successor.id)
    return next((one for one in own if overlap(since, seat.until, one.since, one.until)), None)


def _reseat(forum: Forum, before: Seat, after: Seat, left: Organisation, *, by: Person, at: datetime) -> None:
    """Seat the participants anew from the first instant of the day, in rows of their own: the past keeps its rows."""
    moved: dict[UUID, UUID] = {}
    begin = queries.begin_of(local_date(at), forum)
    for one in queries.people_on(before):
        if one.person.organisation_id == left.id:
            if one.role is ForumRole.CHAIR and one.capacity is Capacity.OWN:
                raise RuleViolation(
                    _l(
                        "%(person)s chairs %(forum)s and stays. Choose another chair first",
                        person=one.person.name,
                        forum=forum.name,
                    )
                )
            leave(one, by=by, at=at)
        elif before is not after:
            moved[one.id] = _sit_on(one, after, begin, moved)
    for arrival in queries.arrivals_on(before):
        arrival.seat = after


def _sit_on(participant: Participant, seat: Seat, begin: datetime, moved: dict[UUID, UUID]) -> UUID:
    """Return the id of the participant's row on the new seat."""
    if participant.joined_at >= begin:
        participant.seat = seat
        return participant.id
    kept = ("forum", "person", "role", "capacity", "acting_as", "basis", "last_day")
    place = {name: getattr(participant, name) for name in kept}
    place_of = moved.get(participant.place_of_id, participant.place_of_id) if participant.place_of_id else None
    participant.left_at = begin
    row = Participant(seat=seat, joined_at=begin, place_of_id=place_of, **place)
    db.session.add(row)
    db.session.flush()
    return row.id
