"""Mails about role matrices, to the people who speak for the parties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from alignment.roles import queries
from alignment.roles.models import RoleConsent, RoleMatrix, RoleVersion
from app.accounts.models import Person
from app.circles.models import Steward
from app.circles.queries import knows, may_be_notified_of
from app.database import db
from app.mail import outbox
from app.organisations.queries import contacts
from app.web.external_urls import external


def asked(matrix: RoleMatrix, *, by: Person, today: date) -> int:
    """Ask those who speak for the parties for their view, also those who gave one; return how many."""
    return _tell("asked", matrix, _speakers(matrix, today), by=by)


def circulated(matrix: RoleMatrix, version: RoleVersion, *, by: Person, today: date) -> int:
    """Ask those who speak for the parties whether they agree with a version; return how many."""
    return _tell("circulated", matrix, _speakers(matrix, today), by=by, version=version)


def objected(matrix: RoleMatrix, said: RoleConsent, *, by: Person, today: date) -> None:
    """Tell those who lead the circle, and who began the matrix, what a party objects to, if they may read it."""
    leading = select(Person).join(Steward, Steward.person_id == Person.id).where(Steward.circle_id == matrix.circle_id)
    people = [*db.session.scalars(leading.order_by(Person.id)), db.session.get_one(Person, matrix.created_by_id)]
    _tell("objected", matrix, [one for one in people if knows(one, matrix.circle, today)], by=by, said=said)


def _speakers(matrix: RoleMatrix, today: date) -> list[Person]:
    """Return the contacts of each member who may know of the circle."""
    return [
        person
        for member in queries.members(matrix.circle_id, today)
        for person in contacts(member.id)
        if may_be_notified_of(person, matrix.circle)
    ]


def _tell(what: str, matrix: RoleMatrix, people: Sequence[Person], *, by: Person, **context: Any) -> int:
    """Write to each of `people` but the one who acts; return how many have an address."""
    link = external("alignment.roles.show", role_matrix_id=matrix.id)
    sent = [
        outbox.enqueue(f"alignment/roles/{what}", person, matrix=matrix, by=by, link=link, about=matrix, **context)
        for person in dict.fromkeys(people)
        if person != by
    ]
    return len([one for one in sent if one])
