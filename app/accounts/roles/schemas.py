"""API schemas of requests for roles."""

from __future__ import annotations

from marshmallow import fields, validate

from app.accounts.people.queries import ROLES
from app.api import ApiSchema, Id, Moment, NamedPerson


class RoleRequestSchema(ApiSchema):
    """An administrator's request for roles that read content; another administrator confirms or declines it."""

    id = Id("the request")
    person = fields.Nested(NamedPerson, required=True)
    roles = fields.List(fields.String(validate=validate.OneOf(list(ROLES))), required=True)
    asked_at = Moment(required=True)
    closed_at = Moment(required=True, allow_none=True)
    is_granted = fields.Boolean(required=True)
