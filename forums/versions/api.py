"""The API of versions: amend approved minutes, change the wording of decisions, discard a draft."""

from __future__ import annotations

from app.api import Api
from forums.decisions.schemas import DecisionSchema
from forums.minutes.schemas import MinutesSchema
from forums.versions import views
from forums.versions.forms import AmendForm, RewordForm

api = Api("versions", area="forums", tag="Minutes")
MINUTES = "/minutes/<uuid:minutes_id>"

api.act(
    f"{MINUTES}/amend",
    views.amend,
    takes=AmendForm,
    example={"reason": "Tanggal penyerahan katalog keliru", "asked_by": "Dinas Kesehatan, surat 12/2026"},
    gives=MinutesSchema,
    creates=True,
    summary="Begin a new version of approved minutes, which stay in force until it is approved.",
)
api.act(
    f"{MINUTES}/discard",
    views.discard,
    gives=MinutesSchema,
    summary="Delete a new version that was not circulated yet.",
)
api.act(
    "/decisions/<uuid:decision_id>/reword",
    views.reword,
    takes=RewordForm,
    example={"text": "Formulir izin disatukan mulai Februari"},
    gives=DecisionSchema,
    summary="Change the wording of a decision in the open new version of its minutes.",
)
