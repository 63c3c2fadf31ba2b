"""API schemas of address changes."""

from __future__ import annotations

from marshmallow import fields

from app.accounts.addresses.rules import AddressState
from app.api import ApiSchema, Id, Moment, NamedPerson
from app.api.schemas import member


class AddressChangeSchema(ApiSchema):
    """A change of the address of an account. `until` is when it expires or, if it is `waiting`, takes effect."""

    id = Id("the change of address")
    person = fields.Nested(NamedPerson, required=True)
    asked_by = fields.Nested(NamedPerson, required=True)
    second = fields.Nested(
        NamedPerson, required=True, allow_none=True, metadata={"description": "The administrator who confirmed it."}
    )
    reason = fields.String(required=True)
    earlier = fields.String(required=True)
    address = fields.String(required=True)
    state = member(AddressState, required=True)
    asked_at = Moment(required=True)
    until = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
