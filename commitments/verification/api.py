"""API of verification."""

from __future__ import annotations

from app.api import Api
from commitments.registry.forms import ReasonForm
from commitments.registry.schemas import CommitmentSchema
from commitments.verification import views
from commitments.verification.forms import ReasonedVerdictForm, VerdictForm

api = Api("commitments.verification", area="commitments", tag="Commitments")
PATH = "/commitments/<uuid:commitment_id>"

FINDINGS = [{"criterion": 1, "finding": "met"}, {"criterion": 2, "finding": "not_met", "note": "Kolom satuan kosong"}]

api.act(
    f"{PATH}/verify",
    views.confirm,
    takes=VerdictForm,
    example={"findings": [{"criterion": 1, "finding": "met"}, {"criterion": 2, "finding": "met"}]},
    gives=CommitmentSchema,
    summary="Confirm that the criteria are met.",
)
api.act(
    f"{PATH}/partly-met",
    views.find_partly_met,
    takes=ReasonedVerdictForm,
    example={"reason": "Kolom satuan kosong", "findings": FINDINGS},
    gives=CommitmentSchema,
    summary="Record that the criteria are partly met, and what remains; the commitment is in progress again.",
)
api.act(
    f"{PATH}/return",
    views.send_back,
    takes=ReasonedVerdictForm,
    example={"reason": "Kolom satuan kosong", "findings": FINDINGS},
    gives=CommitmentSchema,
)
api.act(f"{PATH}/close", views.close, takes=ReasonForm, gives=CommitmentSchema)
