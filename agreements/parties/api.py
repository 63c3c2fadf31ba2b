"""API of the parties of agreements."""

from __future__ import annotations

from agreements.parties import policies, views
from agreements.parties.forms import CredentialsForm
from agreements.registry.schemas import PartySchema
from app.api import Api

api = Api("agreements.parties", area="agreements", tag="Agreements")
PARTY = "/agreements/parties/<uuid:party_id>"

api.resource(PARTY, policies.read_party, PartySchema, summary="Read one party.")
api.act(
    PARTY,
    views.edit,
    takes=CredentialsForm,
    example={
        "reference_number": "075/13/PKS/2026",
        "signatory_name": "Sari Wulandari",
        "signatory_position": "Kepala Dinas",
    },
    gives=PartySchema,
    method="PATCH",
)
