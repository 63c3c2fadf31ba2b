"""API schemas of sessions."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema, Id, Moment


class AccountSessionSchema(ApiSchema):
    """A device on which the person is signed in."""

    id = Id("the session of the account")
    browser = fields.String(required=True, metadata={"description": "Empty if unknown."})
    system = fields.String(required=True, metadata={"description": "Empty if unknown."})
    created_at = Moment(required=True)
    seen_at = Moment(required=True, metadata={"description": "The last visit, to within an hour."})
