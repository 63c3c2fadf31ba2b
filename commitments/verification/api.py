"""API of verification."""

from __future__ import annotations

from app.api import Api
from commitments.registry.forms import ReasonForm
from commitments.registry.schemas import CommitmentSchema
from commitments.verification import views

api = Api("commitments.verification", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>"

api.act(f"{PATH}/verify", views.confirm, gives=CommitmentSchema, summary="Confirm that the criteria are met.")
api.act(
    f"{PATH}/partly-met",
    views.find_partly_met,
    takes=ReasonForm,
    gives=CommitmentSchema,
    summary="Record that the criteria are partly met, and what remains; the commitment is in progress again.",
)
api.act(f"{PATH}/return", views.send_back, takes=ReasonForm, gives=CommitmentSchema)
api.act(f"{PATH}/close", views.close, takes=ReasonForm, gives=CommitmentSchema)
