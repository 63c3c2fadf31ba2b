"""What organisations themselves pass on: people with their contact roles, and subordinate organisations."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app import audit
from app.accounts.models import Person
from app.database import alphabetical, db
from app.organisations import queries
from app.organisations.models import Contact, Organisation
from app.organisations.succession.holdings import Holding, Transfer, add_holding


def register(app: Flask) -> None:
    """Register people first: forums seat the participants who have moved."""
    add_holding(
        app,
        Holding(
            name="people",
            label=_l("People"),
            held=_people,
            line=lambda person: ", ".join(filter(None, (person.name, person.position))),
            obstacle=lambda _person, _organisation, _successor: None,
            pass_on=_move,
        ),
    )
    add_holding(
        app,
        Holding(
            name="subordinates",
            label=_l("Subordinate organisations"),
            held=_subordinates,
            line=lambda organisation: organisation.name,
            obstacle=_cycle,
            pass_on=_subordinate,
        ),
    )


def _people(organisation: Organisation, _reader: Person) -> Sequence[Person]:
    query = select(Person).where(Person.organisation_id == organisation.id)
    return db.session.scalars(query.order_by(alphabetical(Person.name), Person.id)).all()


def _move(person: Person, transfer: Transfer) -> None:
    """Move a person; they keep a contact role that nobody has at the successor."""
    taken = queries.contacts_of(transfer.successor.id)
    for contact in db.session.scalars(select(Contact).where(Contact.person_id == person.id)):
        if contact.role in taken:
            db.session.delete(contact)
        else:
            contact.organisation_id = transfer.successor.id
    person.organisation = transfer.successor
    db.session.flush()
    audit.record(
        "person.moved_to_successor",
        person,
        by=transfer.by,
        at=transfer.at,
        before=transfer.predecessor.id,
        organisation=transfer.successor.id,
    )


def _subordinates(organisation: Organisation, _reader: Person) -> Sequence[Organisation]:
    query = select(Organisation).where(Organisation.parent_id == organisation.id, Organisation.archived_at.is_(None))
    return db.session.scalars(query.order_by(alphabetical(Organisation.name), Organisation.id)).all()


def _cycle(organisation: Organisation, _predecessor: Organisation, successor: Organisation) -> object:
    if queries.is_above(successor.id, organisation):
        return _l("The successor is a part of it")
    return None


def _subordinate(organisation: Organisation, transfer: Transfer) -> None:
    organisation.parent_id = transfer.successor.id
    pair = [str(transfer.predecessor.id), str(transfer.successor.id)]
    audit.record("organisation.changed", organisation, by=transfer.by, at=transfer.at, changes={"parent_id": pair})
