"""Actions on organisations and their contacts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import RuleViolation, require_version
from app.organisations import queries
from app.organisations.models import Contact, ContactRole, Organisation, OrganisationKind, Sector, SectorChange


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDetails:
    """The editable fields of an organisation, except its sector."""

    name: str
    short_name: str = ""
    kind: OrganisationKind = OrganisationKind.OTHER
    parent_id: UUID | None = None
    secretariat_email: str | None = None
    phone: str | None = None
    address: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDetails:
    """The contacts of an organisation; a person is None if the role is vacant."""

    people: dict[ContactRole, UUID | None]
    secretariat_email: str | None
    phone: str | None


def add(details: OrganisationDetails, *, sector: Sector, by: Person | None, at: datetime) -> Organisation:
    """Add an organisation. Raises RuleViolation if its name is taken."""
    organisation = Organisation(sector=sector, **asdict(details))
    with claiming_name(details.name, None):
        db.session.add(organisation)
    audit.record("organisation.added", organisation, by=by, at=at, name=details.name, sector=sector)
    return organisation


def update(
    organisation: Organisation,
    details: OrganisationDetails,
    *,
    version: str | None,
    texts: dict[str, str],
    by: Person,
    at: datetime,
) -> None:
    """Change the fields of an organisation.

    Raises Conflict on a stale version, RuleViolation if the name is taken or the parent would create a cycle.
    """
    require_version(organisation, version, **texts)
    if details.parent_id and queries.is_above(details.parent_id, organisation):
        raise RuleViolation(_("An organisation cannot be its own parent"), field="parent_id")
    with claiming_name(details.name, organisation):
        changed = _set(organisation, asdict(details))
    if changed:
        audit.record("organisation.changed", organisation, by=by, at=at, changes=changed)


def set_short_name(organisation: Organisation, short_name: str, *, by: Person, at: datetime) -> None:
    """Set the short name."""
    changed = _set(organisation, {"short_name": short_name})
    audit.record("organisation.changed", organisation, by=by, at=at, changes=changed)


def correct_sector(
    organisation: Organisation,
    sector: Sector,
    *,
    reason: str,
    effective_on: date,
    version: str | None,
    by: Person,
    at: datetime,
) -> None:
    """Correct the sector from a day on; earlier records keep the previous sector.

    Raises Conflict on a stale version, RuleViolation if the sector is unchanged.
    """
    require_version(organisation, version)
    before = organisation.sector
    if sector is before:
        raise RuleViolation(_("This is already its sector; choose another"), field="sector")
    db.session.add(
        SectorChange(
            organisation_id=organisation.id,
            before=before,
            after=sector,
            reason=reason,
            effective_on=effective_on,
            changed_at=at,
            changed_by_id=by.id,
        )
    )
    organisation.sector = sector
    audit.record(
        "organisation.sector_corrected",
        organisation,
        by=by,
        at=at,
        before=before,
        after=sector,
        reason=reason,
        effective_on=effective_on,
    )


def set_contacts(
    organisation: Organisation, details: ContactDetails, *, version: str | None, by: Person, at: datetime
) -> None:
    """Set the contacts. Raises Conflict on a stale version, RuleViolation for a person of another organisation."""
    require_version(organisation, version)
    present = queries.contacts_of(organisation.id)
    changes = {}
    for role, person_id in details.people.items():
        contact = present.get(role)
        if person_id == (contact.person_id if contact else None):
            continue
        changes[role.value] = person_id
        _set_contact(organisation, role, contact, person_id)
    _set(organisation, {"secretariat_email": details.secretariat_email, "phone": details.phone})
    organisation.version += 1  # detects concurrent changes of contacts, even if no column changed
    audit.record(
        "organisation.contacts_changed",
        organisation,
        by=by,
        at=at,
        contacts=changes,
        personal={"secretariat_email": details.secretariat_email, "phone": details.phone},
    )


def archive(organisation: Organisation, *, by: Person, at: datetime) -> None:
    """Remove an organisation from lists and choices; its data is kept.

    Raises RuleViolation if it is already archived.
    """
    if organisation.archived_at:
        raise RuleViolation(_("This organisation is already archived."))
    organisation.archived_at = at
    audit.record("organisation.archived", organisation, by=by, at=at)


def restore(organisation: Organisation, *, by: Person, at: datetime) -> None:
    """Restore an archived organisation. Raises RuleViolation if it is not archived."""
    if not organisation.archived_at:
        raise RuleViolation(_("This organisation is not archived."))
    organisation.archived_at = None
    audit.record("organisation.restored", organisation, by=by, at=at)


def _set(organisation: Organisation, values: dict[str, object]) -> dict[str, list[object]]:
    """Set the values that differ; return the changed fields with their values before and after."""
    changed = {name: [getattr(organisation, name), value] for name, value in values.items()}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    for name, (_before, after) in changed.items():
        setattr(organisation, name, after)
    return changed


def _set_contact(
    organisation: Organisation, role: ContactRole, contact: Contact | None, person_id: UUID | None
) -> None:
    if contact and person_id is None:
        db.session.delete(contact)
        return
    person = db.session.get(Person, person_id)
    if person is None or person.organisation_id != organisation.id:
        raise RuleViolation(_("Choose someone of this organisation"), field=role.value)
    if contact:
        contact.person = person
    else:
        db.session.add(Contact(organisation_id=organisation.id, role=role, person=person))


@contextmanager
def claiming_name(name: str, organisation: Organisation | None) -> Iterator[None]:
    """Flush in a savepoint; raise RuleViolation if another organisation has the name, or has just taken it."""
    other = queries.by_name(name)
    if other and other is not organisation:
        raise RuleViolation(_taken(), field="name")
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        raise RuleViolation(_taken(), field="name") from error


def _taken() -> str:
    return _("An organisation with this name already exists")
