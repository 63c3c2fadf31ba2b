"""API of amendments."""

from __future__ import annotations

from flask_login import current_user
from sqlalchemy import Select, select

from agreements.amendments import forms, policies, queries, views
from agreements.amendments.models import Addendum
from agreements.amendments.schemas import AmendmentSchema
from agreements.registry.models import Agreement
from agreements.registry.policies import read_whole
from app.api import Api
from app.clock import today

api = Api("agreements.amendments", area="agreements", tag="Agreements")
AGREEMENT = "/agreements/<uuid:agreement_id>"
PATH = "/agreements/amendments/<uuid:amendment_id>"
SORTS = {"drafted_at": (Addendum.drafted_at, Addendum.id)}


@api.list(f"{AGREEMENT}/amendments", read_whole, AmendmentSchema, sorts=SORTS)
def index(agreement: Agreement) -> Select[Addendum]:
    """List the amendments of an agreement that the user may read."""
    found = select(Addendum).where(Addendum.agreement_id == agreement.id, queries.readable(current_user, today()))
    return found.options(*queries.whole())


api.resource(PATH, policies.read_amendment, AmendmentSchema, summary="Read one amendment with its effects.")
api.act(
    f"{AGREEMENT}/amendments",
    views.begin,
    takes=forms.AmendmentForm,
    example={
        "title": "Laporan bulanan",
        "rationale": "Laporan triwulanan terlalu jarang.",
        "effective_on": "2026-12-01",
    },
    optional=("title", "new_end"),
    gives=AmendmentSchema,
    creates=True,
    summary="Begin the draft of an amendment.",
)
api.act(
    PATH,
    views.edit,
    takes=forms.AmendmentForm,
    example={"rationale": "Laporan triwulanan terlalu jarang."},
    gives=AmendmentSchema,
    method="PATCH",
)
api.act(
    f"{PATH}/clauses",
    views.change_clause,
    takes=forms.ClauseChangeForm,
    example={"number": "Pasal 8a", "heading": "Pemeliharaan", "text": "Sekali setahun."},
    gives=AmendmentSchema,
    summary="Draft how a clause will read, that it is removed, or a new clause.",
)
api.act(
    f"{PATH}/obligations",
    views.change_obligation,
    takes=forms.ObligationChangeForm,
    example={"text": "Memelihara sensor", "criteria": "Semua sensor berfungsi", "first_due": "2027-06-30"},
    required=("debtor", "place"),
    gives=AmendmentSchema,
    summary="Draft how an obligation will be, that it ends, or a new one.",
)
api.act(
    f"{PATH}/rights",
    views.add_right,
    takes=forms.RightChangeForm,
    example={"text": "Memakai data layanan"},
    required=("holder", "place"),
    gives=AmendmentSchema,
)
api.act(f"{PATH}/rights/end", views.end_right, takes=forms.RightEndForm, required=("right",), gives=AmendmentSchema)
api.act(f"{PATH}/take-out", views.take_out, takes=forms.TakeOutForm, required=("change",), gives=AmendmentSchema)
for view, path, form in (
    (views.withdraw, "withdraw", forms.WithdrawalForm),
    (views.take_position, "position", forms.PositionForm),
    (views.record_position, "positions/record", forms.RecordedPositionForm),
    (views.apply, "apply", forms.ApplyForm),
):
    api.act(f"{PATH}/{path}", view, takes=form, gives=AmendmentSchema)
for step, path in (
    (views.send, "send"),
    (views.take_back, "take-back"),
    (views.send_for_signature, "out-for-signature"),
):
    api.act(f"{PATH}/{path}", step, gives=AmendmentSchema)
api.download(f"{PATH}/paper", views.paper)
