"""The API of imports: a list."""

from __future__ import annotations

from flask_login import current_user
from sqlalchemy import Select

from app.api import Api
from app.clock import today
from commitments.imports import policies, queries
from commitments.imports.models import RegisterImport
from commitments.imports.schemas import RegisterImportSchema

api = Api("register_imports", area="commitments", tag="Register imports", about="Registers that were imported.")

SORTS = {"created_at": (RegisterImport.created_at, RegisterImport.id)}


@api.list("/commitments/imports", policies.list_imports, RegisterImportSchema, sorts=SORTS)
def index() -> Select[RegisterImport]:
    """List the imports of registers that the user may read."""
    return queries.imports_for(current_user, today()).order_by(None)
