"""API schemas of an imported sheet."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema, Id


class LineSchema(ApiSchema):
    """A line of the sheet: its cells, their errors, and what importing it changes.

    `changes` are any of "seat", "person", "participant", "role", "until"; empty if nothing changes.
    """

    number = fields.Integer(required=True)
    cells = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    changes = fields.List(fields.String(), required=True)


class SeatImportSchema(ApiSchema):
    """The outcome of an import or of its preview; nothing is imported while a line has errors.

    Send `file` and `seen` to confirm it; participants who are `missing` from the sheet are kept.
    """

    file = Id("the uploaded file; send it to confirm the import")
    seen = fields.String(required=True)
    lines = fields.List(fields.Nested(LineSchema), required=True)
    missing = fields.List(fields.String(), required=True)
