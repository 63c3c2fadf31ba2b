"""API of the making of agreements."""

from __future__ import annotations

from agreements.making import views
from agreements.making.forms import ItemForm, OwnItemForm, PassOnForm
from agreements.making.schemas import MakingSchema
from agreements.registry.policies import read_whole
from app.api import Api

api = Api("agreements.making", area="agreements", tag="Agreements")
MAKING = "/agreements/<uuid:agreement_id>/making"

api.resource(MAKING, read_whole, MakingSchema, summary="Read the checklist, and who has the agreement in hand.")
api.act(
    f"{MAKING}/item",
    views.settle,
    takes=ItemForm,
    required=("item",),
    example={"item": "needs", "state": "done", "done_on": "2026-11-20"},
    gives=MakingSchema,
    summary="Say what became of an item: done, not needed, or open again.",
)
api.act(
    f"{MAKING}/items",
    views.add,
    takes=OwnItemForm,
    example={"step": "offer", "text": "Paparan di kantor mitra"},
    gives=MakingSchema,
)
api.act(
    f"{MAKING}/hand-on",
    views.pass_on,
    takes=PassOnForm,
    required=("organisation",),
    example={"word": "Mohon telaah hukum"},
    gives=MakingSchema,
)
