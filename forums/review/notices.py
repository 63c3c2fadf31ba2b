"""Mail about the review of minutes: reminders, opinions asked and given, changed passages, and approval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.accounts.models import Person
from app.circles.queries import may_be_notified_of
from app.database import db
from app.mail import outbox
from app.web.external_urls import external
from forums.minutes.events import PassageCorrected
from forums.minutes.models import Minutes, TextChange
from forums.review import queries
from forums.review.models import Consent, Deputy, Opinion
from forums.review.rules import is_outdated


def remind(minutes: Minutes) -> None:
    """Ask the parties that have not answered once to agree or to request corrections."""
    silent = [party.seat_id for party in queries.parties(minutes, minutes.session) if party.answer == "silent"]
    for participant in queries.participants_of(minutes.session.forum_id, silent):
        key = f"minutes:{minutes.id}:reminded:{participant.person_id}"
        _notify("reminded", minutes, participant.person, key=key)


def recorded(minutes: Minutes, consent: Consent, *, by: Person) -> None:
    """Notify a party that a coordinator recorded its agreement, which it can withdraw."""
    for person in _people_of(minutes, consent.seat_id, without=by):
        _notify("recorded", minutes, person, by=by, consent=consent)


def opinion_asked(opinion: Opinion, *, by: Person) -> None:
    """Ask a party what it thinks of a correction."""
    minutes = opinion.correction.minutes
    for person in _people_of(minutes, opinion.seat_id, without=by):
        _notify("opinion-asked", minutes, person, by=by, opinion=opinion, correction=opinion.correction)


def opinion_given(opinion: Opinion, *, by: Person) -> None:
    """Notify the person who asked a party for its opinion."""
    asker = db.session.get(Person, opinion.asked_by_id)
    if asker and asker.id != by.id:
        minutes = opinion.correction.minutes
        _notify("opinion-given", minutes, asker, by=by, opinion=opinion, correction=opinion.correction)


def passage_changed(event: PassageCorrected) -> None:
    """Notify the parties that agreed before a correction changed the text; they can withdraw."""
    minutes = event.correction.minutes
    for consent in queries.consents(minutes.id):
        for person in _people_of(minutes, consent.seat_id, without=event.by):
            _notify("passage-changed", minutes, person, by=event.by, before=event.before, after=event.passage.text)


def text_changed(minutes: Minutes, changes: Sequence[TextChange]) -> None:
    """Notify the parties that agreed before changes of the text, all at once; they can agree again or withdraw."""
    last_change = max(change.changed_at for change in changes)
    places = queries.places_of([change.subject_id for change in changes])
    shown = [(places.get(change.subject_id), change.before, change.after) for change in changes]
    names = list(dict.fromkeys(change.by.name for change in changes))
    outdated = [one.seat_id for one in queries.consents(minutes.id) if is_outdated(one.at, last_change)]
    people = (one.person for one in queries.participants_of(minutes.session.forum_id, outdated))
    for person in dict.fromkeys(people):
        _notify("text-changed", minutes, person, changes=shown, names=names)


def approvable(minutes: Minutes, presider: Person) -> None:
    """Notify the presider, once, that the minutes can be approved."""
    _notify("approvable", minutes, presider, key=f"minutes:{minutes.id}:approvable:{presider.id}", deputy=None)


def deputy_may_approve(minutes: Minutes, deputy: Deputy) -> None:
    """Notify the deputy, once, that they may approve in place of the presider."""
    key = f"minutes:{minutes.id}:deputy:{deputy.person_id}"
    _notify("approvable", minutes, deputy.person, key=key, deputy=deputy)


def _people_of(minutes: Minutes, seat_id: Any, *, without: Person) -> Iterable[Person]:
    """Return the participants of a party, once each."""
    people = (one.person for one in queries.participants_of(minutes.session.forum_id, [seat_id]))
    return dict.fromkeys(person for person in people if person.id != without.id)


def _notify(template: str, minutes: Minutes, person: Person, *, key: str | None = None, **context: Any) -> None:
    if not may_be_notified_of(person, minutes.session.forum.circle):
        return
    outbox.enqueue(
        f"forums/review/{template}",
        person,
        key=key,
        minutes=minutes,
        session=minutes.session,
        link=external("forums.minutes.show", session_id=minutes.session_id),
        about=minutes,
        **context,
    )
