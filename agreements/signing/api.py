"""API of the signing log."""

from __future__ import annotations

from agreements.parties.policies import read_party
from agreements.signing import views
from agreements.signing.forms import SigningForm
from agreements.signing.schemas import SigningSchema
from app.api import Api

api = Api("agreements.signing", area="agreements", tag="Agreements")
SIGNING = "/agreements/parties/<uuid:party_id>/signing"

api.resource(SIGNING, read_party, SigningSchema, summary="Read the line of a party in the signing log.")
api.act(
    SIGNING,
    views.write,
    takes=SigningForm,
    example={"sent_on": "2026-11-16", "signed_on": "2026-11-20", "signatory_position": "Kepala Dinas"},
    gives=SigningSchema,
    method="PATCH",
)
