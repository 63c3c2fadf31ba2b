"""How decisions look to programs."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields

from app.api import ApiSchema, Moment, Named, member
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Visibility
from forums.decisions.models import Decision
from forums.scheduling.models import DecisionRule
from forums.scheduling.queries import is_inside
from forums.scheduling.schemas import NamedSession


class CarryingSchema(ApiSchema):
    """A commitment that carries a decision out."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    delivery = member(Delivery, required=True)


class DecisionSchema(ApiSchema):
    """What a session decided, how, and what came of it. Votes are null unless it was taken by vote.

    Who recorded it is null for who is no part of the forum, a public one.
    """

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    session = fields.Nested(NamedSession, required=True)
    agenda_item_id = fields.UUID(required=True, allow_none=True)
    text = fields.String(required=True)
    basis = fields.String(required=True)
    how = member(DecisionRule, required=True)
    dissent = fields.String(required=True)
    votes_for = fields.Integer(required=True, allow_none=True)
    votes_against = fields.Integer(required=True, allow_none=True)
    abstentions = fields.Integer(required=True, allow_none=True)
    quorum_met = fields.Boolean(required=True)
    decided_at = Moment(required=True)
    recorded_by = fields.Nested(Named, required=True, allow_none=True)
    language = fields.String(required=True)
    commitments = fields.List(fields.Nested(CarryingSchema), required=True)

    def read_commitments(self, decision: Decision) -> list[Commitment]:
        """What carries it out; others than the forum's own people read of public commitments alone."""
        inside = is_inside(current_user, decision.session.forum_id)
        return [one for one in decision.commitments if inside or one.visibility is Visibility.PUBLIC]

    def read_recorded_by(self, decision: Decision) -> Any:
        """Who recorded it, for the forum's own people."""
        return decision.recorded_by if is_inside(current_user, decision.session.forum_id) else None
