"""API schema of dispositions."""

from __future__ import annotations

from marshmallow import fields

from app.api.schemas import ApiSchema, Id, Moment, NamedPerson, member
from app.clock import today
from app.dispositions.models import Disposition
from app.dispositions.rules import DispositionState, is_overdue


class DispositionSchema(ApiSchema):
    """An instruction with which something was passed on within an organisation. `overdue` is derived."""

    id = Id("the disposition")
    subject_type = fields.String(required=True)
    subject_id = Id("the commitment, session or directive that was passed on")
    giver = fields.Nested(NamedPerson, required=True)
    receiver = fields.Nested(NamedPerson, required=True)
    instruction = fields.String(required=True)
    due = fields.Date(required=True)
    overdue = fields.Boolean(required=True)
    state = member(DispositionState, required=True)
    given_at = Moment(required=True)
    taken_at = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    answer = fields.String(required=True)

    def read_overdue(self, disposition: Disposition) -> bool:
        """Return whether it is open past its date."""
        return is_overdue(disposition.state, disposition.due, today())
