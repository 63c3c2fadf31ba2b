"""API of the plan, the funds and the rhythm of reports."""

from __future__ import annotations

from app.api import Api
from commitments.particulars import views
from commitments.particulars.forms import ParticularsForm
from commitments.registry.schemas import CommitmentSchema

api = Api("commitments.particulars", area="commitments", tag="Commitments")

api.act(
    "/commitments/<uuid:commitment_id>/particulars",
    views.change,
    takes=ParticularsForm,
    example={"rhythm": "monthly", "plan": "rpjmd"},
    gives=CommitmentSchema,
    method="PATCH",
    summary="Change how often is reported, the plan and the source of funds.",
)
