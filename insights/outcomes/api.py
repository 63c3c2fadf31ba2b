"""API that follows up the answers of leadership with a commitment, an agenda item or a decision."""

from __future__ import annotations

from marshmallow import fields

from app.api import Api
from app.api.queries import QueryString
from commitments.registry.forms import ProposalForm
from forums.agenda.forms import ItemForm
from forums.decisions.forms import RecordForm
from insights.digests.schemas import DigestSchema
from insights.outcomes import views

api = Api("outcomes", area="digests", tag="Digests")
CONFIRMED = {"without_quorum": True, "no_quorum_reason": "Disepakati semua yang hadir"}
ASK = "/digests/<uuid:digest_id>/asks/<int:number>"


class ForumQuery(QueryString):
    """The forum in which something follows."""

    forum = fields.String(required=True, metadata={"description": "The slug of the forum."})


for name, view, form, example in (
    ("commitment", views.commitment, ProposalForm, {"title": "Satu formulir", "criteria": "Formulir dipakai"}),
    ("agenda-item", views.agenda_item, ItemForm, {"title": "Anggaran uji keamanan"}),
    ("decision", views.decision, RecordForm, {"text": "Anggaran disetujui.", **CONFIRMED}),
):
    api.act(f"{ASK}/{name}", view, takes=form, example=example, gives=DigestSchema, query=ForumQuery)
api.act(f"{ASK}/close", views.close, gives=DigestSchema)
