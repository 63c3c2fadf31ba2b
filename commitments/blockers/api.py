"""API of barriers."""

from __future__ import annotations

from marshmallow import fields
from sqlalchemy import Select, select

from app.api import Api, ApiSchema, Id, Moment, NamedOrganisation, member
from commitments.blockers import views
from commitments.blockers.models import Blocker, BlockerKind
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.registry.schemas import CommitmentSchema

api = Api("commitments.blockers", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>"


class BlockerSchema(ApiSchema):
    """A past or present barrier; `remover` is the organisation that can remove it, if known."""

    id = Id("the barrier")
    kind = member(BlockerKind, required=True)
    text = fields.String(required=True)
    remover = fields.Nested(NamedOrganisation, required=True, allow_none=True)
    raised_at = Moment(required=True)
    removed_at = Moment(required=True, allow_none=True)


@api.list(f"{PATH}/blockers", read_commitment, BlockerSchema, sorts={"raised_at": (Blocker.raised_at, Blocker.id)})
def blockers(commitment: Commitment) -> Select[Blocker]:
    """List the barriers of a commitment, removed ones included."""
    return select(Blocker).where(Blocker.commitment_id == commitment.id)


api.act(
    f"{PATH}/block",
    views.block,
    takes=views.BlockerForm,
    example={"kind": "budget", "text": "Anggaran belum disetujui"},
    required=("kind",),
    gives=CommitmentSchema,
)
api.act(f"{PATH}/unblock", views.unblock, takes=views.UnblockForm, gives=CommitmentSchema)
