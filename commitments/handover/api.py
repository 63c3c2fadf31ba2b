"""API of hand-overs."""

from __future__ import annotations

from flask import g
from marshmallow import fields
from sqlalchemy import Select, select

from app.api import Api, ApiSchema, Id, Moment, NamedOrganisation, member
from commitments.handover import views
from commitments.handover.models import Handover, HandoverState
from commitments.registry.forms import ReasonForm
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.registry.schemas import CommitmentSchema

api = Api("commitments.handover", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>"
HANDOVER = "/commitments/hand-overs/<uuid:handover_id>"


class HandoverSchema(ApiSchema):
    """A requested hand-over and its answer."""

    id = Id("the requested hand-over")
    giver = fields.Nested(NamedOrganisation, required=True)
    receiver = fields.Nested(NamedOrganisation, required=True)
    reason = fields.String(required=True)
    state = member(HandoverState, required=True)
    asked_at = Moment(required=True)
    answered_at = Moment(required=True, allow_none=True)
    answer = fields.String(required=True)


@api.list(f"{PATH}/hand-overs", read_commitment, HandoverSchema, sorts={"asked_at": (Handover.asked_at, Handover.id)})
def handovers(commitment: Commitment) -> Select[Handover]:
    """List the requested hand-overs of a commitment."""
    return select(Handover).where(Handover.commitment_id == commitment.id)


api.act(
    f"{PATH}/hand-over",
    views.ask,
    takes=views.HandoverForm,
    required=("organisation",),
    gives=CommitmentSchema,
    changes=False,
)


def of_commitment() -> Commitment:
    """Return the commitment of the hand-over in the URL; If-Match takes the version of the commitment."""
    commitment: Commitment = g.resource.commitment
    return commitment


for view, path, form in (
    (views.accept, "accept", views.TakeOverForm),
    (views.decline, "decline", ReasonForm),
    (views.withdraw, "withdraw", None),
):
    api.act(f"{HANDOVER}/{path}", view, takes=form, gives=CommitmentSchema, about=of_commitment)
