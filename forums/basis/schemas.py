"""API schemas of the bases of forums."""

from __future__ import annotations

from flask import url_for
from flask_login import current_user
from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedOrganisation, member
from forums.basis.models import Basis, BasisKind
from forums.basis.policies import read_file


class BasisMemberSchema(ApiSchema):
    """A member whom a basis appoints by office."""

    organisation = fields.Nested(NamedOrganisation, required=True)
    office = fields.String(required=True)
    duty = fields.String(required=True)


class BasisSchema(ApiSchema):
    """A document that a forum rests on, in force from `valid_from` to `valid_until`, both included.

    `href` is the URL of the signed document, null if there is none or the user may not read it.
    """

    id = Id("the basis")
    kind = member(BasisKind, required=True)
    number = fields.String(required=True)
    dated = fields.Date(required=True)
    issued_by = fields.String(required=True)
    subject = fields.String(required=True)
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(required=True, allow_none=True)
    follows_id = Id("the basis that it renews", allow_none=True)
    members = fields.List(fields.Nested(BasisMemberSchema), required=True)
    href = fields.String(required=True, allow_none=True)
    entered_at = Moment(required=True)

    def read_href(self, basis: Basis) -> str | None:
        """Return the URL of the signed document."""
        if basis.file_id is None or not read_file(current_user, basis):
            return None
        return url_for("api.basis.download", basis_id=basis.id)
