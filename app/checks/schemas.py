"""Results of checks for programs."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema, member
from app.checks.findings import Severity, State


class FindingSchema(ApiSchema):
    """One problem, and how to correct it."""

    severity = member(Severity, required=True)
    problem = fields.String(required=True, attribute="text")
    remedy = fields.String(required=True)


class ResultSchema(ApiSchema):
    """A check with its findings; without any its state is “ok”."""

    check = fields.String(
        required=True, attribute="check.name", metadata={"description": "The name of the check, such as “disk”."}
    )
    label = fields.String(required=True, attribute="check.label")
    state = member(State, required=True)
    findings = fields.List(fields.Nested(FindingSchema), required=True)


class HealthSchema(ApiSchema):
    """All checks of an instance. Those of the database are left out if it cannot be used."""

    version = fields.String(required=True, metadata={"description": "The version of Selaras."})
    items = fields.List(fields.Nested(ResultSchema), required=True)
