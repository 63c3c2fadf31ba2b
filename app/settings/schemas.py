"""Schema of the unit that runs the instance."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema


class InstanceSchema(ApiSchema):
    """The unit that runs this instance, as its letterhead names it, and its time zone."""

    unit = fields.String(required=True)
    above = fields.String(required=True)
    address = fields.String(required=True)
    city = fields.String(required=True)
    timezone = fields.String(required=True)
    has_emblem = fields.Function(lambda row: row.emblem_id is not None, metadata={"type": "boolean"}, required=True)
