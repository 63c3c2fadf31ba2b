"""Mail about circulated and approved minutes and about corrections."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.circles.queries import may_be_notified_of
from app.database import db
from app.mail import outbox
from app.web.external_urls import external
from forums.minutes import queries
from forums.minutes.models import Correction, Minutes
from forums.versions.changes import changes_of


def circulated(minutes: Minutes, *, by: Person) -> int:
    """Ask all participants except observers to read the minutes and request corrections; return how many."""
    people = checking(minutes, without=by)
    changes = changes_of(minutes)
    for person in people:
        key = f"minutes:{minutes.id}:circulated:{person.id}"
        _notify("circulated", minutes, person, key=key, by=by, changes=changes)
    return len(people)


def checking(minutes: Minutes, *, without: Person) -> list[Person]:
    """Return the participants to whom circulated minutes are sent: all but observers, and but who sends them."""
    return [one for one in queries.readers(minutes.session.forum_id, observers=False) if one.id != without.id]


def approved(minutes: Minutes, *, by: Person) -> None:
    """Notify all participants, including observers, that the minutes are approved."""
    changes = changes_of(minutes)
    for person in queries.readers(minutes.session.forum_id, observers=True):
        if person.id != by.id:
            key = f"minutes:{minutes.id}:approved:{person.id}"
            _notify("approved", minutes, person, key=key, by=by, changes=changes)


def correction_asked(correction: Correction, *, by: Person) -> None:
    """Notify the minute-taker, and the person who circulated the minutes, of a requested correction."""
    minutes = correction.minutes
    for person_id in {minutes.session.minute_taker_id, minutes.circulated_by_id} - {None, by.id}:
        person = db.session.get(Person, person_id)
        if person:
            _notify("correction-asked", minutes, person, key=None, by=by, correction=correction)


def correction_answered(correction: Correction, *, by: Person) -> None:
    """Notify the person who requested a correction of the answer."""
    if correction.by_id != by.id:
        _notify("correction-answered", correction.minutes, correction.by, key=None, by=by, correction=correction)


def _notify(template: str, minutes: Minutes, person: Person, *, key: str | None, by: Person, **context: Any) -> None:
    if not may_be_notified_of(person, minutes.session.forum.circle):
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
        about=minutes,
        **context,
    )
