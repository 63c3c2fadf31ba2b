"""Imports one line of a sheet: its organisation, its person, their roles and their invitation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.accounts.people import actions as people
from app.accounts.people.policies import edit_person, give_roles, invite_person
from app.accounts.people.queries import by_email, invitation_of, member_with
from app.accounts.people_import import queries
from app.accounts.people_import.rows import ImportRow
from app.accounts.roles import actions as roles
from app.accounts.roles.queries import open_request_of
from app.database import db
from app.errors import RuleViolation
from app.organisations import actions as organisations
from app.organisations.models import Organisation
from app.web.i18n import language
from app.web.status_labels import SECTORS


def import_row(row: ImportRow, *, by: Person, at: datetime) -> None:
    """Import a line and note its changes. Raises RuleViolation whose field is a column."""
    organisation = _organisation(row, by=by, at=at)
    if not row.cells["name"]:
        return
    person = _known(row, organisation)
    if person is None:
        person = _add(row, organisation, by=by, at=at)
    else:
        _change(person, row, by=by, at=at)
    _give_roles(person, row, by=by, at=at)
    _invite(person, row, by=by, at=at)


def _organisation(row: ImportRow, *, by: Person, at: datetime) -> Organisation:
    name, short_name = row.cells["organisation"], row.cells["short_name"]
    found = queries.organisations_called(name) if name else ()
    if not found and short_name:
        found = queries.organisations_called(short_name)
        if name and found:
            raise RuleViolation(
                _("The short name belongs to %(name)s. Write that name, or another short name", name=found[0].name),
                field="short_name",
            )
    if len(found) > 1:
        raise RuleViolation(_l("Several organisations have this name. Write the full name"), field="organisation")
    if found:
        _adapt(found[0], row, by=by, at=at)
        return found[0]
    if not name:
        raise RuleViolation(_l("No organisation has this short name. Write its name too"), field="organisation")
    if row.sector is None:
        raise RuleViolation(_l("This organisation is new: write its sector"), field="sector")
    details = organisations.OrganisationDetails(name=name, short_name=short_name)
    row.changes.append("organisation")
    return organisations.add(details, sector=row.sector, by=by, at=at)


def _adapt(organisation: Organisation, row: ImportRow, *, by: Person, at: datetime) -> None:
    """Give a known organisation the short name of a line. Raises RuleViolation for what is changed elsewhere."""
    if organisation.archived_at:
        raise RuleViolation(_l("The organisation is archived; restore it first."), field="organisation")
    if row.sector and row.sector is not organisation.sector:
        known = SECTORS[organisation.sector.value][1]
        raise RuleViolation(
            _("Known as: %(sector)s. Correct the sector on the organisation's page, with a reason", sector=known),
            field="sector",
        )
    short_name = row.cells["short_name"]
    if short_name and short_name != organisation.short_name:
        if organisation.short_name:
            raise RuleViolation(
                _("Known as %(name)s. Change the short name on the organisation's page", name=organisation.short_name),
                field="short_name",
            )
        organisations.set_short_name(organisation, short_name, by=by, at=at)
        row.changes.append("short_name")


def _known(row: ImportRow, organisation: Organisation) -> Person | None:
    """Return the person of a line: by address, else by name in the organisation. Raises RuleViolation."""
    email, name = row.cells["email"], row.cells["name"]
    if email:
        found = member_with(email, organisation.id) or by_email(email)
        if found and found.organisation_id != organisation.id:
            raise RuleViolation(
                _("This address belongs to someone of %(organisation)s", organisation=found.organisation.name),
                field="email",
            )
        if found:
            return found
    named = queries.people_called(name, organisation)
    if len(named) > 1:
        raise RuleViolation(_l("Several people there have this name. Write the e-mail address"), field="email")
    if named and email and named[0].email:
        raise RuleViolation(_l("Known there with another address. Change the address on that page"), field="email")
    return named[0] if named else None


def _add(row: ImportRow, organisation: Organisation, *, by: Person, at: datetime) -> Person:
    details = people.PersonDetails(
        name=row.cells["name"],
        organisation_id=organisation.id,
        position=row.cells["position"],
        email=row.cells["email"] or None,
        phone=row.cells["phone"] or None,
        language=row.language or language(),
    )
    person = people.add(details, by=by, at=at)
    db.session.flush()
    row.changes.append("person")
    return person


def _change(person: Person, row: ImportRow, *, by: Person, at: datetime) -> None:
    """Change what a line says otherwise; an empty cell changes nothing."""
    present = people.PersonDetails(
        name=person.name,
        organisation_id=person.organisation_id,
        position=person.position,
        email=person.email,
        phone=person.phone,
        language=person.language,
    )
    values: dict[str, Any] = {
        name: row.cells[name] for name in ("name", "position", "email", "phone") if row.cells[name]
    }
    if row.language:
        values["language"] = row.language
    details = replace(present, **values)
    if details == present:
        return
    if not edit_person(by, person):
        raise RuleViolation(_l("This person has an account: only an administrator changes it"), field="name")
    people.update(person, details, version=str(person.version), texts={}, by=by, at=at)
    row.changes.append("facts")


def _give_roles(person: Person, row: ImportRow, *, by: Person, at: datetime) -> None:
    """Give the roles of a line besides those that the person has."""
    open_request = open_request_of(person) if row.roles - set(person.roles) else None
    gained = row.roles - set(person.roles) - set(open_request.roles if open_request else ())
    if not gained:
        return
    if not give_roles(by, person):
        raise RuleViolation(_l("Only administrators give roles"), field="roles")
    request = roles.give(person, {*person.roles, *gained}, by=by, at=at)
    if request is None or gained - set(request.roles):
        row.changes.append("roles")
    if request:
        row.changes.append("roles_asked")


def _invite(person: Person, row: ImportRow, *, by: Person, at: datetime) -> None:
    """Invite a person who has neither an account nor an open invitation."""
    if not row.invites or person.joined_at or invitation_of(person):
        return
    if not invite_person(by, person):
        raise RuleViolation(_l("Only administrators invite people with a role"), field="invite")
    people.invite(person, by=by, at=at)
    row.changes.append("invitation")
