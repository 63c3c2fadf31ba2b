"""API of digests: list, read with snapshot, write, release, discard, revise, answer."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from app.api import Api, Query, member, query_args
from insights.digests import policies, queries, views
from insights.digests.forms import AnswerForm, AskForm, LeadForm, PeriodForm, ReleaseForm, RevisionForm
from insights.digests.models import Digest, DigestKind, DigestState, Snapshot
from insights.digests.schemas import DigestSchema, ListedDigestSchema

api = Api("digests", area="digests", tag="Digests", about="Digests for leadership.")
DIGEST = "/digests/<uuid:digest_id>"
SORTS = {"created_at": (Digest.created_at, Digest.id), "code": (Digest.code,)}


class DigestQuery(Query):
    """Query parameters of the list of digests."""

    kind = member(DigestKind)
    scope = fields.String(metadata={"description": "What it covers, as the field `scope` of a digest writes it."})
    period = fields.String(metadata={"description": "A period, such as 2026-W44, 2026-10, 2026-Q4 or 2026."})
    state = member(DigestState)


@api.list("/digests", policies.list_digests, ListedDigestSchema, sorts=SORTS, query=DigestQuery)
def index() -> Select[Digest]:
    """List the digests that the user may read."""
    wanted = query_args()
    found = queries.found(
        current_user,
        kind=wanted.get("kind"),
        period=wanted.get("period"),
        state=wanted.get("state"),
        scope=wanted.get("scope"),
        text=wanted.get("q", "").strip(),
    )
    facts = (Snapshot.kind, Snapshot.period, Snapshot.scope, Snapshot.taken_at, Snapshot.sha256)
    return found.options(joinedload(Digest.snapshot).load_only(*facts))


api.resource(DIGEST, policies.read_digest, DigestSchema, summary="Read one digest with its snapshot.")
api.act(
    "/digests",
    views.begin,
    takes=PeriodForm,
    optional=("period", "scope"),
    example={"kind": "monthly", "period": "2026-10"},
    gives=DigestSchema,
    creates=True,
    summary="Create a draft of the digest of a period, or return the existing digest.",
)
api.act(
    DIGEST,
    views.write,
    takes=LeadForm,
    example={"lead": "Dua komitmen menunggu persetujuan anggaran."},
    gives=DigestSchema,
    method="PATCH",
)
api.act(
    f"{DIGEST}/asks",
    views.ask,
    takes=AskForm,
    example={
        "title": "Anggaran formulir terpadu",
        "why": "Loket baru dibuka pada Februari",
        "choices": "Disetujui\nDitunda",
        "consequences": "Loket dibuka Februari\nLoket menunggu tahun depan",
    },
    gives=DigestSchema,
)
api.act(f"{DIGEST}/asks/<int:number>", views.withdraw, gives=DigestSchema, method="DELETE")
api.act(
    f"{DIGEST}/asks/<int:number>/answer",
    views.answer,
    takes=AnswerForm,
    example={"answer": "Disetujui"},
    gives=DigestSchema,
    summary="Record the decision of leadership on a question: the number of an option, words of its own, or both.",
)
api.act(f"{DIGEST}/release", views.release, takes=ReleaseForm, gives=DigestSchema)
api.act(DIGEST, views.discard, method="DELETE", summary="Delete a draft; then its period can have a new digest.")
api.act(f"{DIGEST}/revise", views.revise, takes=RevisionForm, gives=DigestSchema, creates=True)
api.download(f"{DIGEST}/pdf", views.download)
api.download(f"{DIGEST}/one-page/pdf", views.download_one_page)
