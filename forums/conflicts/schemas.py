"""API schema of conflicts of interest."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema, Id, Moment


class ConflictSchema(ApiSchema):
    """A participant's conflict of interest; `abstains` says that they take no part in the decision on the item."""

    id = Id("the conflict of interest")
    agenda_item_id = Id("the agenda item")
    participant_id = Id("the participant")
    text = fields.String(required=True)
    abstains = fields.Boolean(required=True)
    declared_at = Moment(required=True)
