"""API of commitments: list, read, propose, cancel, change visibility."""

from __future__ import annotations

from flask import request
from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from app.api import Api, Query, member
from app.clock import today
from app.organisations.models import Sector
from commitments.registry import policies, queries, views
from commitments.registry.filters import Choice, chosen
from commitments.registry.forms import ProposalForm, ReasonForm, VisibilityForm
from commitments.registry.models import Commitment
from commitments.registry.rules import Funds, Plan
from commitments.registry.schemas import CommitmentSchema

api = Api(
    "commitments",
    area="commitments",
    tag="Commitments",
    about="Commitments between organisations: proposal, delivery, verification, barriers and extensions.",
)

SORTS = {
    "due": (Commitment.current_due, Commitment.code),
    "code": (Commitment.code,),
    "progress": (Commitment.progress, Commitment.code),
}


class CommitmentQuery(Query):
    """Query parameters of the list of commitments."""

    state = member(Choice, metadata={"description": "Only commitments in this state; by default all."})
    responsible = fields.UUID(metadata={"description": "The id of the responsible organisation."})
    sector = member(Sector, metadata={"description": "The sector of the responsible organisation."})
    circle = fields.UUID(metadata={"description": "The id of the circle of a forum or agreement."})
    plan = member(Plan, metadata={"description": "Only commitments that carry out this plan."})
    funds = member(Funds, metadata={"description": "Only commitments with this source of funds."})


@api.list("/commitments", policies.list_commitments, CommitmentSchema, sorts=SORTS, query=CommitmentQuery)
def index() -> Select[Commitment]:
    """List the commitments that the user may read."""
    filters = {"state": Choice.ALL.value, **request.args}
    found = queries.found(current_user, chosen(filters, person=current_user, today=today()), today())
    return found.options(joinedload(Commitment.responsible_person), selectinload(Commitment.contributors))


api.resource(
    "/commitments/<uuid:commitment_id>", policies.read_commitment, CommitmentSchema, summary="Read one commitment."
)
api.act(
    "/circles/<uuid:circle_id>/commitments",
    views.propose,
    takes=ProposalForm,
    example={"title": "Satu formulir untuk semua loket", "criteria": "Formulir dipakai di kelima wilayah"},
    required=("responsible", "verifier"),
    gives=CommitmentSchema,
    creates=True,
)
api.act(
    "/commitments/<uuid:commitment_id>/cancel",
    views.cancel,
    takes=ReasonForm,
    gives=CommitmentSchema,
    summary="Cancel a commitment, with a reason.",
)
api.act(
    "/commitments/<uuid:commitment_id>/visibility",
    views.change_visibility,
    takes=VisibilityForm,
    example={"visibility": "parties"},
    gives=CommitmentSchema,
    summary="Change who may read a commitment, with a reason; only in a public circle can it be public.",
)
