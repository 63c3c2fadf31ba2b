"""Mail about circular decisions: the ballot, reminders, questions and answers, and the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import Person
from app.circles.models import Classification, Seat
from app.circles.queries import may_be_notified_of
from app.database import db
from app.mail import outbox
from app.web.external_urls import external
from forums.circular import queries
from forums.circular.models import Circular, CircularReply, CircularVote, circular_seats
from forums.circular.rules import Outcome
from forums.review.queries import participants_of
from forums.scheduling.recipients import organisers


def circulated(circular: Circular, *, by: Person) -> None:
    """Ask the participants of every seat to vote."""
    for person in _people_of(circular, _all_seats(circular)):
        _notify("circulated", circular, person, by=by)


def remind(circular: Circular, *, key: str, only: Seat | None = None) -> int:
    """Remind the seats that have not voted, or `only` one of them, and return how many they are.

    Each person is mailed once per `key`.
    """
    asked = [one for one in queries.seats(circular) if only is None or one.seat_id == only.id]
    silent = [one.seat_id for one in asked if one.choice is None]
    for person in _people_of(circular, silent):
        _notify("reminded", circular, person, key=f"circular:{circular.id}:{key}:{person.id}")
    return len(silent)


def recorded(vote: CircularVote, *, by: Person) -> None:
    """Notify a seat that a coordinator recorded its vote, which it can change."""
    for person in _people_of(vote.circular, [vote.seat_id], without=by):
        _notify("recorded", vote.circular, person, by=by, vote=vote)


def objected(vote: CircularVote, *, by: Person) -> None:
    """Notify those who organise the forum of a question or a disagreement."""
    for person in organisers(vote.circular.forum):
        if person.id != by.id:
            _notify("objected", vote.circular, person, by=by, vote=vote)


def replied(circular: Circular, reply: CircularReply, *, by: Person) -> None:
    """Mail the answer to questions to all seats."""
    for person in _people_of(circular, _all_seats(circular), without=by):
        _notify("replied", circular, person, by=by, reply=reply)


def extended(circular: Circular, *, by: Person) -> None:
    """Notify all seats of the later end."""
    for person in _people_of(circular, _all_seats(circular), without=by):
        _notify("extended", circular, person, by=by)


def withdrawn(circular: Circular, *, by: Person) -> None:
    """Notify all seats that there is nothing to vote on any more."""
    for person in _people_of(circular, _all_seats(circular), without=by):
        _notify("withdrawn", circular, person, by=by)


def closed(circular: Circular, outcome: Outcome | None, *, by: Person | None = None) -> None:
    """Notify all seats, and those who organise the forum, of the outcome; None: it was moved to a session early."""
    people = [*_people_of(circular, _all_seats(circular)), *organisers(circular.forum)]
    for person in dict.fromkeys(one for one in people if by is None or one.id != by.id):
        key = f"circular:{circular.id}:closed:{person.id}"
        _notify("closed", circular, person, key=key, by=by, outcome=outcome.value if outcome else "moved")


def _all_seats(circular: Circular) -> Sequence[UUID]:
    query = select(circular_seats.c.seat_id).where(circular_seats.c.circular_id == circular.id)
    return db.session.scalars(query).all()


def _people_of(circular: Circular, seat_ids: Sequence[UUID], *, without: Person | None = None) -> Iterable[Person]:
    """Return the participants of seats, once each."""
    people = (one.person for one in participants_of(circular.forum_id, seat_ids))
    return dict.fromkeys(person for person in people if without is None or person.id != without.id)


def _notify(template: str, circular: Circular, person: Person, *, key: str | None = None, **context: Any) -> None:
    circle = circular.forum.circle
    if not may_be_notified_of(person, circle):
        return
    outbox.enqueue(
        f"forums/circular/{template}",
        person,
        key=key,
        circular=circular,
        forum=circular.forum,
        is_secret=circle.classification is Classification.SECRET,
        link=external("forums.circular.show", circular_id=circular.id),
        about=circular,
        **context,
    )
