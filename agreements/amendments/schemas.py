"""API schemas of amendments."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_login import current_user
from marshmallow import fields

from agreements.amendments import queries
from agreements.amendments.models import Addendum
from agreements.amendments.overview import overview_of, seen_by
from agreements.amendments.rows import ObligationRow
from agreements.amendments.rules import AmendmentState, Effect, Stance
from agreements.clauses.queries import commitments_in
from app.api import ApiSchema, Id, Moment, member
from app.clock import today
from commitments.delivery.models import Source


class EffectSchema(ApiSchema):
    """What an amendment does to an obligation; `before` and `after` are due dates, null where there is none."""

    text = fields.String(required=True)
    debtor = fields.String(required=True)
    effect = fields.String(
        required=True, metadata={"enum": [one.value for one in Effect], "description": "What happens to it."}
    )
    before = fields.Date(required=True, allow_none=True)
    after = fields.Date(required=True, allow_none=True)


class PositionSchema(ApiSchema):
    """What a party says of the present draft; `clause` is empty if it is about the whole."""

    party_id = Id("the party")
    stance = member(Stance, required=True)
    clause = fields.String(required=True)
    words = fields.String(required=True)
    at = Moment(required=True)
    source = member(Source, required=True, allow_none=True)
    said_on = fields.Date(required=True, allow_none=True)


class AmendmentSchema(ApiSchema):
    """An amendment. `new_end` counts if `changes_end`; null is no end. `reason` says why it was withdrawn.

    `effects` are those that it has today, or had when it was applied.
    """

    id = Id("the amendment")
    agreement_id = Id("the agreement")
    number = fields.Integer(required=True)
    title = fields.String(required=True)
    rationale = fields.String(required=True)
    basis = fields.String(required=True)
    state = member(AmendmentState, required=True)
    draft = fields.Integer(required=True)
    effective_on = fields.Date(required=True)
    changes_end = fields.Boolean(required=True)
    new_end = fields.Date(required=True, allow_none=True)
    signed_on = fields.Date(required=True, allow_none=True)
    drafted_at = Moment(required=True)
    applied_at = Moment(required=True, allow_none=True)
    reason = fields.String(required=True)
    effects = fields.List(fields.Nested(EffectSchema), required=True)
    positions = fields.List(fields.Nested(PositionSchema), required=True)

    def read_effects(self, amendment: Addendum) -> Sequence[ObligationRow]:
        """Return the effects on obligations."""
        whole = queries.for_act(amendment.id)
        assert whole
        known = commitments_in(whole.agreement_id, current_user, today())
        visible: set[UUID] = {one.id for statuses in known.values() for one in statuses}
        return seen_by(overview_of(whole, today()), visible).changed

    def read_positions(self, amendment: Addendum) -> Sequence[object]:
        """Return the latest position of each party on the present draft."""
        return list(queries.positions(amendment).values())
