"""API: pass a commitment on to a colleague."""

from __future__ import annotations

from app.api import Api
from app.dispositions.forms import DispositionForm
from app.dispositions.schemas import DispositionSchema
from commitments.dispositions import views

api = Api("commitments.dispositions", area="commitments", tag="Dispositions")

api.act(
    "/commitments/<uuid:commitment_id>/disposition",
    views.give,
    takes=DispositionForm,
    required=("receiver",),
    optional=("due",),
    example={"instruction": "Siapkan berkasnya"},
    gives=DispositionSchema,
    creates=True,
    summary="Pass a commitment on to a colleague of the same organisation, with an instruction.",
)
