"""Who hears that minutes were circulated, corrected and approved."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.circles.queries import may_hear_of
from app.database import db
from app.mail import outbox
from app.web.external_urls import external
from forums.minutes import queries
from forums.minutes.models import Correction, Minutes


def circulated(minutes: Minutes, *, by: Person) -> int:
    """Ask everyone who takes part, observers excepted, to read and correct; return how many."""
    people = [one for one in queries.readers(minutes.session.forum_id, observers=False) if one.id != by.id]
    for person in people:
        _tell("circulated", minutes, person, key=f"minutes:{minutes.id}:circulated:{person.id}", by=by)
    return len(people)


def approved(minutes: Minutes, *, by: Person) -> None:
    """Tell everyone who takes part, observers too, that the minutes are official."""
    for person in queries.readers(minutes.session.forum_id, observers=True):
        if person.id != by.id:
            _tell("approved", minutes, person, key=f"minutes:{minutes.id}:approved:{person.id}", by=by)


def correction_asked(correction: Correction, *, by: Person) -> None:
    """Tell the minute-taker, and whoever circulated the minutes, that a party asks for a correction."""
    minutes = correction.minutes
    for person_id in {minutes.session.minute_taker_id, minutes.circulated_by_id} - {None, by.id}:
        person = db.session.get(Person, person_id)
        if person:
            _tell("correction-asked", minutes, person, key=None, by=by, correction=correction)


def correction_answered(correction: Correction, *, by: Person) -> None:
    """Tell whoever asked what became of the correction."""
    if correction.by_id != by.id:
        _tell("correction-answered", correction.minutes, correction.by, key=None, by=by, correction=correction)


def _tell(template: str, minutes: Minutes, person: Person, *, key: str | None, by: Person, **context: Any) -> None:
    if not may_hear_of(person, minutes.session.forum.circle):
        return
    link = external("forums.minutes.show", session_id=minutes.session_id)
    outbox.enqueue(
        f"forums/minutes/{template}",
        person,
        key=key,
        minutes=minutes,
        session=minutes.session,
        by=by,
        link=link,
        **context,
    )
