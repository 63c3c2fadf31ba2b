"""API of milestones."""

from __future__ import annotations

from marshmallow import fields
from sqlalchemy import Select, select

from app.api import Api, ApiSchema, Id
from app.clock import today
from commitments.milestones import views
from commitments.milestones.models import Milestone
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.registry.schemas import CommitmentSchema

api = Api("commitments.milestones", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>/milestones"


class MilestoneSchema(ApiSchema):
    """A milestone of a commitment. `late` is derived; `reached_on` is set by a report."""

    id = Id("the milestone")
    text = fields.String(required=True)
    due = fields.Date(required=True)
    reached_on = fields.Date(required=True, allow_none=True)
    late = fields.Boolean(required=True)

    def read_late(self, milestone: Milestone) -> bool:
        """Return whether it should have been reached before today."""
        return milestone.is_late(today())


@api.list(PATH, read_commitment, MilestoneSchema, sorts={"due": (Milestone.due, Milestone.id)})
def milestones(commitment: Commitment) -> Select[Milestone]:
    """List the milestones of a commitment."""
    return select(Milestone).where(Milestone.commitment_id == commitment.id)


api.act(
    PATH,
    views.add,
    takes=views.MilestoneForm,
    example={"text": "Skema data disepakati", "due": "2026-12-01"},
    gives=CommitmentSchema,
    changes=False,
)
api.act("/commitments/milestones/<uuid:milestone_id>/remove", views.remove, gives=CommitmentSchema, changes=False)
