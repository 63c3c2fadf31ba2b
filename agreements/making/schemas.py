"""API schemas of the making of agreements."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields, pre_dump

from agreements.making import queries
from agreements.making.rows import Held, ItemRow, Progress
from agreements.making.rules import ItemState, Step
from app.api import ApiSchema, Id, NamedOrganisation, member


class ItemSchema(ApiSchema):
    """An item of the checklist. `text` is empty for the usual items, which `key` identifies."""

    key = fields.String(required=True)
    step = member(Step, required=True)
    state = member(ItemState, required=True)
    text = fields.String(required=True)
    done_on = fields.Date(required=True, allow_none=True)
    note = fields.String(required=True)
    document_id = Id("the file that shows it; null without one or if the user may not read it", allow_none=True)


class HeldSchema(ApiSchema):
    """An organisation that has the agreement in hand, since when, and what it was asked to do."""

    organisation = fields.Nested(NamedOrganisation, required=True)
    desk = fields.String(required=True)
    word = fields.String(required=True)
    since = fields.Date(required=True)

    def read_organisation(self, held: Held) -> dict[str, str]:
        """Return the organisation."""
        return {"id": str(held.organisation_id), "name": held.organisation}


class MakingSchema(ApiSchema):
    """Where an agreement is in its making; `step` is null if it was cancelled, `held` if nobody was named."""

    step = member(Step, required=True, allow_none=True)
    stage_since = fields.Date(required=True)
    items = fields.List(fields.Nested(ItemSchema), required=True)
    held = fields.Nested(HeldSchema, required=True, allow_none=True)

    progress: Progress

    @pre_dump
    def look_up(self, agreement: Any, **_more: Any) -> Any:
        """Load the checklist."""
        self.progress = queries.progress(agreement, current_user)
        return agreement

    def read_step(self, _agreement: Any) -> Step | None:
        """Return the present step."""
        return self.progress.step

    def read_items(self, _agreement: Any) -> tuple[ItemRow, ...]:
        """Return the items in order."""
        return self.progress.items

    def read_held(self, _agreement: Any) -> Held | None:
        """Return who has it in hand."""
        return self.progress.held
