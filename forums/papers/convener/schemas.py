"""The API schema of the organisation that convenes a forum."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_dump

from app.api import ApiSchema, Id
from forums.papers.convener.queries import convener_of
from forums.scheduling.models import Forum


class ConvenerSchema(ApiSchema):
    """The organisation that convenes a forum; null: the unit that runs the instance."""

    organisation_id = Id("the organisation", allow_none=True)
    name = fields.String(allow_none=True, required=True)

    @pre_dump
    def gather(self, forum: Forum, **_options: Any) -> Any:
        """Return the convener of a forum."""
        found = convener_of(forum.id)
        return {"organisation_id": found.id if found else None, "name": found.name if found else None}
