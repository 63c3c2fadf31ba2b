"""API of verification."""

from __future__ import annotations

from app.api import Api
from commitments.registry.forms import ReasonForm
from commitments.registry.schemas import CommitmentSchema
from commitments.verification import views

api = Api("commitments.verification", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>"

api.act(f"{PATH}/verify", views.confirm, gives=CommitmentSchema, summary="Find the criteria met.")
api.act(f"{PATH}/partly-met", views.find_partly_met, takes=ReasonForm, gives=CommitmentSchema)
api.act(f"{PATH}/return", views.send_back, takes=ReasonForm, gives=CommitmentSchema)
api.act(f"{PATH}/close", views.close, takes=ReasonForm, gives=CommitmentSchema)
