"""API of waits."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.api import Api, ApiSchema, Id, Moment
from app.clock import today
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.registry.queries import visible_to
from commitments.registry.schemas import CommitmentSchema
from commitments.waiting import views
from commitments.waiting.models import Wait

api = Api("commitments.waiting", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>"


class NamedCommitment(ApiSchema):
    """A commitment that another object refers to."""

    id = Id("the commitment")
    code = fields.String(required=True)
    title = fields.String(required=True)


class WaitSchema(ApiSchema):
    """A commitment that waits for another one. Only what the user may read on both sides is listed."""

    id = Id("the wait")
    commitment = fields.Nested(NamedCommitment, required=True)
    awaited = fields.Nested(NamedCommitment, required=True)
    since = Moment(required=True)


@api.list(f"{PATH}/waits", read_commitment, WaitSchema, sorts={"since": (Wait.since, Wait.id)})
def waits(commitment: Commitment) -> Select[Wait]:
    """List what a commitment waits for and what waits for it."""
    readable = select(Commitment.id).where(visible_to(current_user, today()))
    other = aliased(Commitment)
    own = or_(Wait.commitment_id == commitment.id, Wait.awaited_id == commitment.id)
    query = select(Wait).join(other, or_(other.id == Wait.commitment_id, other.id == Wait.awaited_id))
    query = query.where(own, other.id != commitment.id, other.id.in_(readable))
    return query.options(joinedload(Wait.commitment), joinedload(Wait.awaited))


api.act(
    f"{PATH}/wait",
    views.begin,
    takes=views.WaitForm,
    example={"code": "KMT-2026-0041"},
    gives=CommitmentSchema,
    changes=False,
)
api.act("/commitments/waits/<uuid:wait_id>/end", views.end, gives=CommitmentSchema, changes=False)
