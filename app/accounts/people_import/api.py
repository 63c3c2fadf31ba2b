"""The API for importing people and organisations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, request

from app.accounts.people.policies import create_person
from app.accounts.people_import import views
from app.accounts.people_import.schemas import PeopleImportSchema
from app.api import Api
from app.files.sheet_import.forms import ConfirmSheetForm, SheetForm
from app.web.forms import ANY_OUTCOME
from app.web.pages import Done
from app.web.policies import guarded

api = Api("people_import", area="people", tag="People")
AT_ONCE = {"seen": ANY_OUTCOME}


@guarded(create_person)
def add() -> Any:
    """Upload a sheet of people and preview the import, line by line."""
    result = views.add.view()  # type: ignore[attr-defined]
    return result if "outcome" not in result.context else _sheet(result.context["file"].id, result.context["outcome"])


@guarded(create_person)
def confirm() -> Any:
    """Import a sheet of people that was uploaded before."""
    result = views.confirm.view()  # type: ignore[attr-defined]
    return _sheet(request.form["file"], result.made) if isinstance(result, Done) else result


def _sheet(file_id: UUID | str, outcome: Any) -> Any:
    """Return the outcome of an import or of its preview."""
    shown = {"file": file_id, "seen": outcome.mark, "lines": outcome.lines}
    return current_app.json.response(PeopleImportSchema().dump(shown))


api.download("/people/import/template.xlsx", views.as_workbook)
api.download("/people/import/template.csv", views.as_table)
api.act("/people/import", add, takes=SheetForm, required=("file",), gives=PeopleImportSchema, changes=False)
api.act(
    "/people/import/confirm", confirm, takes=ConfirmSheetForm, gives=PeopleImportSchema, changes=False, sends=AT_ONCE
)
