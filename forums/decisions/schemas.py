"""API schemas of decisions."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from marshmallow import fields, pre_dump

from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson, member
from app.clock import today
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Visibility
from forums.attendance.schemas import KeptQuorumSchema
from forums.decisions.models import Decision, DecisionVote
from forums.decisions.queries import supersessions
from forums.decisions.rows import NamedDecision
from forums.decisions.rules import VoteChoice
from forums.scheduling.models import DecisionRule
from forums.scheduling.queries import is_inside
from forums.scheduling.schemas import NamedForum, NamedSession


class CarryingSchema(ApiSchema):
    """A commitment that implements a decision."""

    id = Id("the commitment")
    code = fields.String(required=True)
    title = fields.String(required=True)
    delivery = member(Delivery, required=True)


class PartyVoteSchema(ApiSchema):
    """The vote of a party, and its objection in its own words."""

    seat_id = Id("the seat")
    organisation = fields.Nested(NamedOrganisation, required=True, attribute="seat.organisation")
    choice = member(VoteChoice, required=True)
    dissent = fields.String(required=True)


class NamedDecisionSchema(ApiSchema):
    """Another decision."""

    id = Id("the decision")
    code = fields.String(required=True)


class DecisionSchema(ApiSchema):
    """A decision, how it was taken, and its commitments. Votes are null unless it was taken by vote.

    `superseded_by` is the later decision that supersedes it, null for none that the user may read; `supersedes` are the
    earlier ones.

    `session` is null for a decision that was taken between sessions.

    `quorum` is the quorum when it was taken; null for decisions recorded before it was kept. `no_quorum_reason` says
    why it was taken without one.

    `recorded_by` is null for users who do not belong to the (public) forum.
    """

    id = Id("the decision")
    code = fields.String(required=True)
    forum = fields.Nested(NamedForum, required=True)
    session = fields.Nested(NamedSession, required=True, allow_none=True)
    agenda_item_id = Id("the agenda item; null for none", allow_none=True)
    text = fields.String(required=True)
    basis = fields.String(required=True)
    how = member(DecisionRule, required=True)
    conditions = fields.String(required=True)
    dissent = fields.String(required=True)
    votes = fields.List(
        fields.Nested(PartyVoteSchema),
        required=True,
        metadata={"description": "The votes of parties, if recorded. The numbers follow from them."},
    )
    votes_for = fields.Integer(required=True, allow_none=True)
    votes_against = fields.Integer(required=True, allow_none=True)
    abstentions = fields.Integer(required=True, allow_none=True)
    quorum_met = fields.Boolean(required=True)
    quorum = fields.Nested(KeptQuorumSchema, required=True, allow_none=True)
    no_quorum_reason = fields.String(required=True)
    decided_at = Moment(required=True)
    recorded_by = fields.Nested(NamedPerson, required=True, allow_none=True)
    language = fields.String(required=True)
    commitments = fields.List(fields.Nested(CarryingSchema), required=True)
    superseded_by = fields.Nested(NamedDecisionSchema, required=True, allow_none=True)
    supersedes = fields.List(fields.Nested(NamedDecisionSchema), required=True)

    @pre_dump(pass_collection=True)
    def find_related(self, found: Any, *, many: bool, **_options: Any) -> Any:
        """Find out what supersedes what, as far as the user may read it, in one statement for a whole list."""
        decisions = list(found) if many else [found]
        self.supersessions = supersessions(decisions, current_user, today()) if decisions else {}
        return found

    def read_superseded_by(self, decision: Decision) -> NamedDecision | None:
        """Return the superseding decision, if the user may read it."""
        return self.supersessions[decision.id].by

    def read_supersedes(self, decision: Decision) -> list[NamedDecision]:
        """Return the earlier decisions that it supersedes and that the user may read."""
        return self.supersessions[decision.id].earlier

    def read_votes(self, decision: Decision) -> list[DecisionVote]:
        """Return the votes in the order of the seats."""
        return decision.votes_in_order

    def read_commitments(self, decision: Decision) -> list[Commitment]:
        """Return the commitments; outside the forum only the public ones."""
        inside = is_inside(current_user, decision.forum_id)
        return [one for one in decision.commitments if inside or one.visibility is Visibility.PUBLIC]

    def read_recorded_by(self, decision: Decision) -> Any:
        """Return who recorded the decision, or null outside the forum."""
        return decision.recorded_by if is_inside(current_user, decision.forum_id) else None
