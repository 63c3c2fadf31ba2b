"""API of new names and successors of organisations."""

from __future__ import annotations

from app.api import Api
from app.organisations.schemas import OrganisationSchema
from app.organisations.succession import views
from app.organisations.succession.forms import NameForm, SuccessionForm

api = Api("organisation_succession", area="organisations", tag="Organisations")

api.act(
    "/organisations/<uuid:organisation_id>/rename",
    views.rename,
    takes=NameForm,
    example={"name": "Dinas Kesehatan dan Sosial", "basis": "Pergub 12/2026", "since": "2026-12-01"},
    gives=OrganisationSchema,
    summary="Give an organisation a new official name; its past keeps the former one.",
)
api.act(
    "/organisations/<uuid:organisation_id>/pass-on",
    views.pass_on,
    takes=SuccessionForm,
    example={
        "lines": [
            {"object_id": "0f8fad5b-d9cb-469f-a165-70867728950e", "to": "7c9e6679-7425-40de-944b-e07fc1f90ae7"},
            {"object_id": "16fd2706-8baf-433b-82eb-8c7fada847da", "to": None},
        ],
        "basis": "Pergub 12/2026",
    },
    gives=OrganisationSchema,
    summary="Pass what an organisation holds to its successors; every object that it holds needs a line.",
)
