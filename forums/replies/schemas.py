"""API schemas of time proposals."""

from __future__ import annotations

from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from forums.invitations.models import Via
from forums.replies.models import ProposalState


class TimeProposalSchema(ApiSchema):
    """A time proposal. `person` is null if the organisation's office mailbox proposed it."""

    id = Id("the proposed time")
    session_id = Id("the session")
    invitation_id = Id("the invitation")
    organisation = fields.Nested(NamedOrganisation, required=True, attribute="invitation.seat.organisation")
    person = fields.Nested(NamedPerson, required=True, allow_none=True, attribute="invitation.person")
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    comment = fields.String(required=True)
    via = member(Via, required=True)
    proposed_at = Moment(required=True)
    state = member(ProposalState, required=True)
    decided_at = Moment(required=True, allow_none=True)
    reason = fields.String(required=True)
