"""Mails about the successors of an organisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.accounts.models import Person
from app.database import db
from app.mail import outbox
from app.organisations.models import Organisation
from app.organisations.queries import contacts
from app.web.external_urls import external


def succeeded(predecessor: Organisation, successors: Sequence[Organisation], *, by: Person) -> None:
    """Notify the contacts of the successors, people with an account who moved there, and the administrators.

    The mail names no object: some recipients may not know of all of them.
    """
    told: set[Person] = {by}
    for successor in successors:
        _tell([*contacts(successor.id), *_with_account(successor)], predecessor, [successor], told)
    administrators = select(Person).where(Person.is_administrator, Person.joined_at.is_not(None))
    _tell(db.session.scalars(administrators.order_by(Person.id)), predecessor, successors, told)


def _with_account(organisation: Organisation) -> Sequence[Person]:
    here = select(Person).where(Person.organisation_id == organisation.id, Person.joined_at.is_not(None))
    return db.session.scalars(here.where(Person.suspended_at.is_(None)).order_by(Person.id)).all()


def _tell(
    people: Iterable[Person], predecessor: Organisation, successors: Sequence[Organisation], told: set[Person]
) -> None:
    for person in people:
        if person not in told:
            told.add(person)
            outbox.enqueue(
                "organisations/succeeded",
                person,
                predecessor=predecessor,
                successors=successors,
                link=external("organisations.edit_contacts", organisation_id=successors[0].id)
                if person.is_active
                else None,
            )
