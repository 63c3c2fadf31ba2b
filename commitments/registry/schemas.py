"""API schema of commitments."""

from __future__ import annotations

from marshmallow import fields

from app.api.schemas import ApiSchema, Id, Moment, NamedCircle, NamedOrganisation, NamedPerson, member
from app.clock import today
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Funds, Plan, Rhythm, Verification, Visibility


class CommitmentSchema(ApiSchema):
    """A commitment in its present state. `overdue` is derived from the due date and the state of delivery.

    `first_due` is the date that both sides first agreed on, by acceptance or by an accepted counter-proposal. It
    decides whether the delivery was on time, extensions never change it, and it is null before agreement.
    """

    id = Id("the commitment")
    code = fields.String(required=True)
    title = fields.String(required=True)
    criteria = fields.String(required=True)
    circle = fields.Nested(NamedCircle, required=True)
    visibility = member(Visibility, required=True)
    responsible = fields.Nested(NamedOrganisation, required=True)
    responsible_person = fields.Nested(NamedPerson, required=True, allow_none=True)
    verifier = fields.Nested(NamedOrganisation, required=True)
    contributors = fields.List(fields.Nested(NamedOrganisation), required=True)
    first_due = fields.Date(required=True, allow_none=True, attribute="facts.agreed_due")
    current_due = fields.Date(required=True)
    counter_due = fields.Date(required=True, allow_none=True)
    weight = fields.Integer(required=True)
    evidence_required = fields.Boolean(required=True)
    delivery = member(Delivery, required=True)
    verification = member(Verification, required=True)
    overdue = fields.Boolean(required=True)
    rhythm = member(Rhythm, required=True)
    next_report = fields.Date(required=True, allow_none=True, attribute="facts.next_report")
    plan = member(Plan, required=True, allow_none=True)
    plan_note = fields.String(required=True)
    funds = member(Funds, required=True, allow_none=True)
    funds_note = fields.String(required=True)
    progress = fields.Integer(required=True)
    language = fields.String(required=True)
    proposed_at = Moment(required=True)
    accepted_on = fields.Date(required=True, allow_none=True)
    submitted_at = Moment(required=True, allow_none=True)
    met_on = fields.Date(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)

    def read_overdue(self, commitment: Commitment) -> bool:
        """Return whether it is owed and past its current due date."""
        return commitment.facts.days_late(today()) > 0
