"""API schemas of clauses, obligations and rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_login import current_user
from marshmallow import fields, pre_dump

from agreements.clauses import queries
from agreements.clauses.models import Obligation
from agreements.clauses.rules import Frequency
from agreements.registry.schemas import SideSchema
from app.api import ApiSchema, Id, member
from app.clock import today
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification


class ClauseSchema(ApiSchema):
    """A numbered clause of the text; `position` counts from 1."""

    id = Id("the clause")
    position = fields.Integer(required=True)
    number = fields.String(required=True)
    heading = fields.String(required=True)
    text = fields.String(required=True)


class OwedSchema(ApiSchema):
    """A commitment that follows from an obligation. `first_due` is null until both sides agree on a date."""

    id = Id("the commitment")
    code = fields.String(required=True)
    delivery = member(Delivery, required=True)
    verification = member(Verification, required=True)
    first_due = fields.Date(required=True, allow_none=True, attribute="facts.agreed_due")
    current_due = fields.Date(required=True)
    progress = fields.Integer(required=True)


class ObligationSchema(ApiSchema):
    """An obligation of one party under a clause. `next_due` is the next due date without a commitment.

    `commitments` contains those that the user may read.
    """

    id = Id("the obligation")
    clause_id = Id("the clause")
    position = fields.Integer(required=True)
    text = fields.String(required=True)
    criteria = fields.String(required=True)
    debtor = fields.Nested(SideSchema, required=True)
    verifier = fields.Nested(SideSchema, required=True)
    frequency = member(Frequency, required=True)
    first_due = fields.Date(required=True)
    next_due = fields.Date(required=True, allow_none=True)
    commitments = fields.List(fields.Nested(OwedSchema), required=True)

    by_obligation: Mapping[UUID, Sequence[Commitment]] = {}

    @pre_dump(pass_collection=True)
    def look_up(self, shown: Any, *, many: bool, **_more: Any) -> Any:
        """Load the commitments of all serialised obligations in one query."""
        obligations: Sequence[Obligation] = shown if many else [shown]
        self.by_obligation = queries.commitments_of([one.id for one in obligations], current_user, today())
        return shown

    def read_commitments(self, obligation: Obligation) -> Sequence[Commitment]:
        """Return the readable commitments of an obligation, earliest first."""
        return self.by_obligation.get(obligation.id, ())


class RightSchema(ApiSchema):
    """A right or benefit of one party under a clause."""

    id = Id("the right")
    clause_id = Id("the clause")
    holder = fields.Nested(SideSchema, required=True)
    text = fields.String(required=True)
