"""The API of imports of agreements: upload a register, assign its columns, confirm its preview."""

from __future__ import annotations

from flask_login import current_user
from sqlalchemy import Select

from agreements.imports import policies, queries, views
from agreements.imports.forms import ColumnsForm, ConfirmForm, RegisterForm
from agreements.imports.models import AgreementImport
from agreements.imports.rows import REQUIRED
from agreements.imports.schemas import AgreementImportSchema
from agreements.registry.policies import create_agreement
from app.api import Api

api = Api(
    "agreements.imports",
    area="agreements",
    tag="Agreement imports",
    about="Registers of existing agreements: uploaded, previewed and imported as a whole.",
)
PATH = "/agreements/imports/<uuid:agreement_import_id>"
SORTS = {"created_at": (AgreementImport.created_at, AgreementImport.id)}


@api.list("/agreements/imports", create_agreement, AgreementImportSchema, sorts=SORTS)
def index() -> Select[AgreementImport]:
    """List the registers of agreements that the user uploaded."""
    return queries.imports_of(current_user).order_by(None)


api.act(
    "/agreements/imports",
    views.add,
    takes=RegisterForm,
    required=("file",),
    gives=AgreementImportSchema,
    creates=True,
    summary="Upload a register of agreements; it is previewed if its columns are recognised.",
)
api.resource(PATH, policies.complete_import, AgreementImportSchema, summary="Read how far an import is.")
api.act(
    f"{PATH}/columns",
    views.columns,
    takes=ColumnsForm,
    required=REQUIRED,
    example={"kind": "0", "title": "1", "parties": "2"},
    gives=AgreementImportSchema,
    summary="Say which column of a register is what, by its position from 0, and preview it.",
)
api.act(f"{PATH}/confirm", views.confirm, takes=ConfirmForm, gives=AgreementImportSchema)
