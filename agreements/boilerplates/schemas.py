"""API schema of templates."""

from __future__ import annotations

from marshmallow import fields

from agreements.registry.models import AgreementKind
from app.api import ApiSchema, Id, Moment, NamedPerson, member


class BoilerplateSchema(ApiSchema):
    """A template of agreements. `body` has its clauses in the notation of the page; `retired_at` is null if offered."""

    id = Id("the template")
    title = fields.String(required=True)
    kind = member(AgreementKind, required=True)
    language = fields.String(required=True)
    about = fields.String(required=True)
    variables = fields.String(required=True)
    body = fields.String(required=True)
    created_by = fields.Nested(NamedPerson, required=True)
    created_at = Moment(required=True)
    retired_at = Moment(required=True, allow_none=True)
