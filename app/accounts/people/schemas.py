"""API schemas of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from marshmallow import fields, pre_dump, validate

from app.accounts.models import Person
from app.accounts.people import queries
from app.accounts.people.rows import Invited
from app.api import ApiSchema, Id, Moment, NamedOrganisation


class ListedPersonSchema(ApiSchema):
    """Someone who is invited, commits, verifies or decides, with or without an account."""

    id = Id("the person")
    name = fields.String(required=True)
    position = fields.String(required=True)
    organisation = fields.Nested(NamedOrganisation, required=True)
    email = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(list(queries.ROLES))), required=True)
    account = fields.String(required=True, validate=validate.OneOf(list(queries.ACCOUNTS)))

    invited: frozenset[UUID] = frozenset()

    @pre_dump(pass_collection=True)
    def look_up(self, shown: Any, *, many: bool, **_more: Any) -> Any:
        """Load the invitations of all serialised people at once."""
        people: Sequence[Person] = shown if many else [shown]
        self.invited = queries.invited_among(people)
        return shown

    def read_account(self, person: Person) -> str:
        """Return the state of the account."""
        return queries.account_state(person, person.id in self.invited)


class InvitationSchema(ApiSchema):
    """An unused invitation to sign in; it may have expired."""

    sent_at = Moment(required=True, attribute="created_at")
    expires_at = Moment(required=True)


class PersonSchema(ListedPersonSchema):
    """A person with their contact roles in their organisation."""

    joined_at = Moment(required=True, allow_none=True)
    suspended_at = Moment(required=True, allow_none=True)
    contact_roles = fields.List(fields.String(), required=True)
    invitation = fields.Nested(InvitationSchema, required=True, allow_none=True)

    def read_contact_roles(self, person: Person) -> list[str]:
        """Return the contact roles: head, focal point or alternate."""
        return [role.value for role in queries.contact_roles_of(person)]

    def read_invitation(self, person: Person) -> Invited | None:
        """Return the open invitation, or None."""
        return queries.invitation_of(person) if person.id in self.invited else None


class ProfileSchema(ListedPersonSchema):
    """The person of the token."""
