"""The seats of a forum on a given day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.circles.models import Seat
from app.clock import local_date
from app.database import db
from forums.members import queries
from forums.members.models import Arrival
from forums.scheduling.models import Forum, Participant
from forums.scheduling.rules import seats_needed


@dataclass(frozen=True, slots=True)
class Row:
    """A seat with its participants on the day, and its future ones."""

    seat: Seat
    people: list[Participant] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """The seats on a day; `coming` begin later, `gone` ended before. `needed` of `voting` seats make a quorum."""

    rows: Sequence[Row]
    coming: Sequence[Row]
    gone: Sequence[Seat]
    voting: int
    needed: int


def on_day(forum: Forum, day: date, *, named: bool = True) -> Table:
    """Return the seats of a forum on `day`, in three queries; if `named`, with participants."""
    seats = queries.seats(forum)
    rows = {seat.id: Row(seat) for seat in seats}
    for one in queries.people(forum) if named else ():
        joined = local_date(one.joined_at) <= day
        stays = (one.left_at is None or local_date(one.left_at) > day) and one.is_here_on(day)
        if one.seat_id in rows and joined and stays:
            rows[one.seat_id].people.append(one)
    for arrival in db.session.scalars(queries.arrivals(forum.id).order_by(Arrival.since)) if named else ():
        rows[arrival.seat_id].arrivals.append(arrival)
    held = [row for row in rows.values() if row.seat.is_taken_on(day)]
    voting = sum(not row.seat.observer for row in held)
    return Table(
        rows=held,
        coming=[row for row in rows.values() if row.seat.since > day],
        gone=[seat for seat in seats if seat.until and seat.until < day],
        voting=voting,
        needed=seats_needed(voting, forum.quorum_share),
    )
