"""The API of calendar imports: upload a file for a preview, confirm it, or import at once."""

from __future__ import annotations

from app.api import Api
from forums.imports import policies, views
from forums.imports.forms import ImportForm
from forums.imports.schemas import ImportSchema

api = Api("imports", area="forums", tag="Imports", about="Import of sessions from calendar files.")
IMPORT = "/forums/imports/<uuid:calendar_import_id>"

api.act(
    "/forums/<string:slug>/import", views.add, takes=ImportForm, required=("file",), gives=ImportSchema, creates=True
)
api.resource(IMPORT, policies.read_import, ImportSchema, summary="Read the preview of an import, or its result.")
api.act(f"{IMPORT}/confirm", views.confirm, gives=ImportSchema)
