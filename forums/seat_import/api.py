"""The API for exporting and importing seats and participants."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, request

from app.api import Api
from app.files.sheet_import.forms import ConfirmSheetForm, SheetForm
from app.web.forms import ANY_OUTCOME
from app.web.pages import Done
from app.web.policies import guarded
from forums.scheduling.models import Forum
from forums.scheduling.policies import change_forum
from forums.seat_import import views
from forums.seat_import.schemas import SeatImportSchema

api = Api("seat_import", area="forums", tag="Members")
AT_ONCE = {"seen": ANY_OUTCOME}
MEMBERS = "/forums/<string:slug>/members"


@guarded(change_forum)
def add(forum: Forum) -> Any:
    """Upload a sheet and preview the import, line by line."""
    result = views.add.view(forum=forum)  # type: ignore[attr-defined]
    return result if "outcome" not in result.context else _sheet(result.context["file"].id, result.context["outcome"])


@guarded(change_forum)
def confirm(forum: Forum) -> Any:
    """Import a sheet that was uploaded before."""
    result = views.confirm.view(forum=forum)  # type: ignore[attr-defined]
    return _sheet(request.form["file"], result.made) if isinstance(result, Done) else result


def _sheet(file_id: UUID | str, outcome: Any) -> Any:
    """Return the outcome of an import or of its preview."""
    shown = {"file": file_id, "seen": outcome.mark, "lines": outcome.lines, "missing": outcome.missing}
    return current_app.json.response(SeatImportSchema().dump(shown))


api.download(f"{MEMBERS}/sheet.xlsx", views.as_workbook)
api.download(f"{MEMBERS}/sheet.csv", views.as_table)
api.act(f"{MEMBERS}/import", add, takes=SheetForm, required=("file",), gives=SeatImportSchema, changes=False)
api.act(
    f"{MEMBERS}/import/confirm", confirm, takes=ConfirmSheetForm, gives=SeatImportSchema, changes=False, sends=AT_ONCE
)
