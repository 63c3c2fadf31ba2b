"""What people around a session find, and whom to ask."""

from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from app.accounts.models import Person
from app.circles.models import Classification
from app.clock import today
from app.database import db
from app.search.sources import Source
from app.search.views import search, shown
from app.search.words import Wanted
from forums.minutes.models import Minutes, MinutesState
from forums.redaction.models import Redaction, RedactionState, Withholding
from tests.factories import (
    AdministratorFactory,
    CoordinatorFactory,
    LeadershipFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
)
from tests.factories.forums import MADE
from tests.forums.room import Room, room


def found(person: Person, text: str) -> list[tuple[str, str, str]]:
    """Return the kind, title and address of everything that a person finds."""
    wanted = Wanted.of(text)
    with current_app.test_request_context():
        return [(hit.kind.name, hit.entry.title, hit.href) for hit in shown(search(person, wanted, {}).found, wanted)]


def crowd(**values: Any) -> tuple[Room, dict[str, Person]]:
    """Return a session, and people in every relation to it by what they are."""
    made = room(**values)
    watching = OrganisationFactory(name="Pengamat Kota")
    SeatFactory(circle=made.forum.circle, organisation=watching, position=10, observer=True)
    people = {
        **{
            name: getattr(made, name)
            for name in ("coordinator", "chair", "facilitator", "taker", "member", "partner", "observer")
        },
        "leader": LeadershipFactory(),
        "administrator": AdministratorFactory(),
        "stranger": PersonFactory(),
        "colleague": PersonFactory(organisation=made.member.organisation),
        "watcher": PersonFactory(organisation=watching),
        "presider": PersonFactory(),
        "named coordinator": CoordinatorFactory(organisation=made.partner.organisation),
        "named leader": LeadershipFactory(organisation=made.partner.organisation),
    }
    for name in ("named coordinator", "named leader"):
        ParticipantFactory(forum=made.forum, person=people[name], seat=made.seats["company"])
    return made, people


def classify(made: Room, classification: Classification) -> None:
    """Give the forum of a session a classification."""
    made.forum.circle.classification = classification
    db.session.commit()


def withhold(made: Room, **part: UUID) -> None:
    """Publish minutes of a session that withhold a part: the id of a decision or an agenda item."""
    minutes = Minutes(session_id=made.session.id, state=MinutesState.PUBLISHED, language="id", begun_at=MADE)
    redaction = Redaction(minutes=minutes, state=RedactionState.IN_FORCE, begun_at=MADE, marked_by_id=made.taker.id)
    redaction.withholdings = [Withholding(position=0, sentences=[0], instead="Ditutup", **part)]
    db.session.add_all([minutes, redaction])
    db.session.commit()


def allowed(policy: Any, people: dict[str, Person], subject: Any) -> set[str]:
    """Return what the people are to whom a policy allows a subject. Outside requests, nothing is cached."""
    return {name for name, person in people.items() if policy(person, subject)}


def finders(people: dict[str, Person], source: Source, row: Any) -> set[str]:
    """Return what the people are who may find the text of a row."""
    query = select(source.model.id).where(source.model.id == row.id)
    found = {name: query.where(source.readable(person, today())) for name, person in people.items()}
    return {name for name, one in found.items() if db.session.scalar(one)}
