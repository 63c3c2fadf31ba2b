"""API of renewals."""

from __future__ import annotations

from agreements.registry.schemas import AgreementSchema
from agreements.renewals import views
from agreements.renewals.forms import RenewalForm
from app.api import Api

api = Api("agreements.renewals", area="agreements", tag="Agreements")
api.act(
    "/agreements/<uuid:agreement_id>/renew",
    views.start,
    takes=RenewalForm,
    optional=("effective_on", "notice_days"),
    example={"expires_on": "2028-12-31"},
    gives=AgreementSchema,
    creates=True,
    summary="Draft the agreement that renews another, with what is carried over.",
)
