"""How a sheet that was read looks to programs."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema


class LineSchema(ApiSchema):
    """A line of the sheet: its cells, what is wrong with which of them, and what taking it in changes.

    `changes` are of "seat", "person", "participant", "role", "until"; none: it is known as it stands.
    """

    number = fields.Integer(required=True)
    cells = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    changes = fields.List(fields.String(), required=True)


class RosterSchema(ApiSchema):
    """What a sheet would do, or did: nothing is taken in while one of its lines is wrong.

    `file` and `seen` are sent to confirm it; who is `missing` from the sheet stays.
    """

    file = fields.UUID(required=True)
    seen = fields.String(required=True)
    lines = fields.List(fields.Nested(LineSchema), required=True)
    missing = fields.List(fields.String(), required=True)
