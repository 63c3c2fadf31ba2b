"""The API schema of letterheads."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_dump

from app.api import ApiSchema
from app.organisations.letterheads.queries import letterhead_of
from app.organisations.models import Organisation


class LetterheadSchema(ApiSchema):
    """The letterhead of an organisation; all texts are empty if it has none of its own."""

    unit = fields.String(required=True)
    above = fields.String(required=True)
    address = fields.String(required=True)
    city = fields.String(required=True)
    has_emblem = fields.Boolean(required=True)

    @pre_dump
    def gather(self, organisation: Organisation, **_options: Any) -> Any:
        """Return the letterhead of an organisation."""
        found = letterhead_of(organisation.id)
        texts = {name: getattr(found, name) if found else "" for name in ("unit", "above", "address", "city")}
        return {**texts, "has_emblem": bool(found and found.emblem_id)}
