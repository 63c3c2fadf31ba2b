"""API of templates."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from agreements.boilerplates import policies, views
from agreements.boilerplates.forms import BoilerplateForm, FillForm
from agreements.boilerplates.models import Boilerplate
from agreements.boilerplates.schemas import BoilerplateSchema
from agreements.registry.schemas import AgreementSchema
from app.api import Api

api = Api("agreements.boilerplates", area="agreements", tag="Agreements")
TEMPLATES = "/agreements/templates"
TEMPLATE = f"{TEMPLATES}/<uuid:boilerplate_id>"
BODY = "# Pasal 1: Laporan\n{{pihak_kedua}} menyampaikan laporan."


@api.list(
    TEMPLATES,
    policies.list_boilerplates,
    BoilerplateSchema,
    sorts={"created_at": (Boilerplate.created_at, Boilerplate.id)},
)
def templates() -> Select[Boilerplate]:
    """List the templates, those that were retired too."""
    return select(Boilerplate).options(joinedload(Boilerplate.created_by))


api.resource(TEMPLATE, policies.use_boilerplate, BoilerplateSchema, summary="Read one template.")
api.act(
    TEMPLATES,
    views.create,
    takes=BoilerplateForm,
    example={"title": "Pertukaran data", "variables": "nama_data: Nama data", "body": BODY},
    gives=BoilerplateSchema,
    creates=True,
    summary="Create a template.",
)
api.act(
    TEMPLATE,
    views.edit,
    takes=BoilerplateForm,
    example={"variables": "", "body": BODY},
    gives=BoilerplateSchema,
    method="PATCH",
)
api.act(f"{TEMPLATE}/retire", views.retire, gives=BoilerplateSchema, summary="Retire a template, or offer it again.")
api.act(
    "/agreements/<uuid:agreement_id>/fill",
    views.fill,
    takes=FillForm,
    required=("boilerplate",),
    example={"answers": ""},
    gives=AgreementSchema,
    summary="Add the clauses of a template to a draft.",
)
