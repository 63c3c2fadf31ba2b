"""What accounts themselves hand over: contact roles of the organisation, and platform roles."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app import audit
from app.accounts.models import Person
from app.accounts.people.forms import ROLE_NAMES
from app.accounts.roles.actions import give
from app.accounts.succession.charges import Charge, Succession, add_charge
from app.database import db
from app.organisations.forms import CONTACT_ROLES
from app.organisations.models import Contact


def register(app: Flask) -> None:
    """Register contact roles and platform roles."""
    add_charge(
        app,
        Charge(
            label=_l("Contact of the organisation"),
            held=_contacts,
            line=lambda contact: CONTACT_ROLES[contact.role.value],
            pass_on=_pass_on_contact,
        ),
    )
    add_charge(
        app,
        Charge(
            label=_l("Platform roles"),
            held=_roles,
            line=ROLE_NAMES.__getitem__,
            pass_on=_pass_on_role,
        ),
    )


def _contacts(person: Person, _reader: Person) -> Sequence[Contact]:
    return db.session.scalars(select(Contact).where(Contact.person_id == person.id).order_by(Contact.role)).all()


def _pass_on_contact(contact: Contact, succession: Succession) -> None:
    contact.person = succession.successor
    organisation = succession.person.organisation
    organisation.version += 1
    audit.record(
        "organisation.contacts_changed",
        organisation,
        by=succession.by,
        at=succession.at,
        contacts={contact.role.value: succession.successor.id},
    )


def _roles(person: Person, reader: Person) -> Sequence[str]:
    return person.roles if reader.is_administrator else ()


def _pass_on_role(role: str, succession: Succession) -> None:
    """Give a role to the successor; the predecessor keeps it while another administrator must confirm that."""
    person, successor, by, at = succession.person, succession.successor, succession.by, succession.at
    if give(successor, {*successor.roles, role}, by=by, at=at) is None:
        give(person, set(person.roles) - {role}, by=by, at=at)
