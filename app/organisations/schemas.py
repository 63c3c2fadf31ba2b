"""API schemas of organisations. Contact details are null for users who may not see them."""

from __future__ import annotations

from marshmallow import fields

from app.accounts.models import Person
from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from app.organisations import queries
from app.organisations.models import ContactRole, Organisation, OrganisationKind, Sector
from app.organisations.rows import SectorChangeRow
from app.web.policies import can


class ListedOrganisationSchema(ApiSchema):
    """A party to forums and agreements."""

    id = Id("the organisation")
    name = fields.String(required=True)
    short_name = fields.String(required=True)
    sector = member(Sector, required=True)
    kind = member(OrganisationKind, required=True)
    parent = fields.Nested(NamedOrganisation, required=True, allow_none=True)
    archived_at = Moment(required=True, allow_none=True)


class MemberSchema(NamedPerson):
    """A person in an organisation; contact details are null if the token's owner may not see them."""

    position = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)

    def read_email(self, person: Person) -> str | None:
        """Return the address, or None if the user may not see it."""
        return person.email if can("organisation:reach", person.organisation) else None

    def read_phone(self, person: Person) -> str | None:
        """Return the telephone number, or None if the user may not see it."""
        return person.phone if can("organisation:reach", person.organisation) else None


class ContactsSchema(ApiSchema):
    """The contacts of an organisation; null if a role is vacant."""

    head = fields.Nested(MemberSchema, required=True, allow_none=True)
    focal_point = fields.Nested(MemberSchema, required=True, allow_none=True)
    alternate = fields.Nested(MemberSchema, required=True, allow_none=True)


class SectorChangeSchema(ApiSchema):
    """A correction of the sector; records made before `effective_on` keep the previous sector."""

    before = member(Sector, required=True)
    after = member(Sector, required=True)
    reason = fields.String(required=True)
    effective_on = fields.Date(required=True)


class OrganisationSchema(ListedOrganisationSchema):
    """An organisation with its children, contacts, first people, and corrections of its sector."""

    children = fields.List(fields.Nested(NamedOrganisation), required=True)
    address = fields.String(required=True)
    website = fields.String(required=True)
    secretariat_email = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    contacts = fields.Nested(ContactsSchema, required=True)
    people = fields.List(fields.Nested(MemberSchema), required=True)
    sector_changes = fields.List(fields.Nested(SectorChangeSchema), required=True)

    def read_secretariat_email(self, organisation: Organisation) -> str | None:
        """Return the secretariat's address, or None if the user may not see it."""
        return organisation.secretariat_email if can("organisation:reach", organisation) else None

    def read_phone(self, organisation: Organisation) -> str | None:
        """Return the telephone number, or None if the user may not see it."""
        return organisation.phone if can("organisation:reach", organisation) else None

    def read_contacts(self, organisation: Organisation) -> dict[str, Person | None]:
        """Return the person of each contact role."""
        named = queries.contacts_of(organisation.id)
        return {role.value: named[role].person if role in named else None for role in ContactRole}

    def read_people(self, organisation: Organisation) -> list[Person]:
        """Return the people shown on the page, contacts first."""
        return list({person.id: person for person, _role in queries.people_of(organisation)}.values())[
            : queries.PEOPLE_SHOWN
        ]

    def read_sector_changes(self, organisation: Organisation) -> list[SectorChangeRow]:
        """Return the corrections of the sector, newest first."""
        return queries.sector_changes_of(organisation)
