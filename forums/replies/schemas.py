"""API schemas of time proposals."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema, Moment, Named, member
from forums.invitations.models import Via
from forums.replies.models import ProposalState


class TimeProposalSchema(ApiSchema):
    """A time proposal. `person` is null if the organisation's office mailbox proposed it."""

    id = fields.UUID(required=True)
    session_id = fields.UUID(required=True)
    invitation_id = fields.UUID(required=True)
    organisation = fields.Nested(Named, required=True, attribute="invitation.seat.organisation")
    person = fields.Nested(Named, required=True, allow_none=True, attribute="invitation.person")
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    comment = fields.String(required=True)
    via = member(Via, required=True)
    proposed_at = Moment(required=True)
    state = member(ProposalState, required=True)
    decided_at = Moment(required=True, allow_none=True)
    reason = fields.String(required=True)
