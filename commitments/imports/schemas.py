"""API schema of imports."""

from __future__ import annotations

from marshmallow import fields

from app.api.schemas import ApiSchema, Id, Moment, NamedCircle, NamedPerson, member
from app.files.sheet_import.stages import Stage
from commitments.imports.models import RegisterImport


class LineCountsSchema(ApiSchema):
    """The number of lines of a register by what importing them does."""

    new = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    ended = fields.Integer(required=True)
    wrong = fields.Integer(required=True)


class RegisterImportSchema(ApiSchema):
    """A register of follow-ups that was uploaded for a circle; `lines` is null until it was read."""

    id = Id("the import")
    circle = fields.Nested(NamedCircle, required=True)
    file_name = fields.String(required=True, attribute="file.name")
    sha256 = fields.String(required=True, attribute="file.sha256")
    stage = member(Stage, required=True)
    created_by = fields.Nested(NamedPerson, required=True)
    created_at = Moment(required=True)
    done_at = Moment(required=True, allow_none=True)
    lines = fields.Nested(LineCountsSchema, required=True, allow_none=True)

    def read_lines(self, imported: RegisterImport) -> dict[str, int] | None:
        """Return the numbers of lines."""
        found: dict[str, int] | None = imported.outcome.get("counts")
        return found
