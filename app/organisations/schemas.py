"""How organisations look to programs. Addresses and telephone numbers are for those who may reach people there."""

from __future__ import annotations

from marshmallow import fields

from app.accounts.models import Person
from app.api import ApiSchema, Moment, Named, member
from app.organisations import queries
from app.organisations.models import ContactRole, Organisation, OrganisationKind, Sector
from app.organisations.rows import SectorChangeRow
from app.web.policies import can


class ListedOrganisationSchema(ApiSchema):
    """A party to forums and agreements."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True)
    sector = member(Sector, required=True)
    kind = member(OrganisationKind, required=True)
    parent = fields.Nested(Named, required=True, allow_none=True)
    archived_at = Moment(required=True, allow_none=True)


class MemberSchema(Named):
    """Someone of an organisation; null where the person of the token may not reach people there."""

    position = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)

    def read_email(self, person: Person) -> str | None:
        """The address, for those who may know it."""
        return person.email if can("organisation:reach", person.organisation) else None

    def read_phone(self, person: Person) -> str | None:
        """The number, for those who may know it."""
        return person.phone if can("organisation:reach", person.organisation) else None


class ContactsSchema(ApiSchema):
    """Whom to reach in an organisation; null where nobody is named."""

    head = fields.Nested(MemberSchema, required=True, allow_none=True)
    focal_point = fields.Nested(MemberSchema, required=True, allow_none=True)
    alternate = fields.Nested(MemberSchema, required=True, allow_none=True)


class SectorChangeSchema(ApiSchema):
    """A correction of the sector; what was recorded before the day keeps the sector that it had."""

    before = member(Sector, required=True)
    after = member(Sector, required=True)
    reason = fields.String(required=True)
    effective_on = fields.Date(required=True)


class OrganisationSchema(ListedOrganisationSchema):
    """An organisation with those under it, its contacts, its first people and the corrections of its sector."""

    children = fields.List(fields.Nested(Named), required=True)
    address = fields.String(required=True)
    website = fields.String(required=True)
    secretariat_email = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    contacts = fields.Nested(ContactsSchema, required=True)
    people = fields.List(fields.Nested(MemberSchema), required=True)
    sector_changes = fields.List(fields.Nested(SectorChangeSchema), required=True)

    def read_secretariat_email(self, organisation: Organisation) -> str | None:
        """The mailbox, for those who may know it."""
        return organisation.secretariat_email if can("organisation:reach", organisation) else None

    def read_phone(self, organisation: Organisation) -> str | None:
        """The number, for those who may know it."""
        return organisation.phone if can("organisation:reach", organisation) else None

    def read_contacts(self, organisation: Organisation) -> dict[str, Person | None]:
        """The person of each contact role."""
        named = queries.contacts_of(organisation.id)
        return {role.value: named[role].person if role in named else None for role in ContactRole}

    def read_people(self, organisation: Organisation) -> list[Person]:
        """As many as the page shows, contacts first."""
        return list({person.id: person for person, _role in queries.people_of(organisation)}.values())[
            : queries.PEOPLE_SHOWN
        ]

    def read_sector_changes(self, organisation: Organisation) -> list[SectorChangeRow]:
        """The corrections, newest first."""
        return queries.sector_changes_of(organisation)
