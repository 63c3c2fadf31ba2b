"""The API of circular decisions."""

from __future__ import annotations

from flask_login import current_user
from marshmallow import fields
from sqlalchemy import Select
from sqlalchemy.orm import contains_eager, lazyload, load_only

from app.api import Api, Query, member, query_args
from app.clock import today
from forums.circular import policies, queries, views
from forums.circular.forms import (
    AnswerForm,
    CircularForm,
    EndForm,
    RecordVoteForm,
    RemindForm,
    VoteForm,
    WithdrawForm,
)
from forums.circular.models import Circular, CircularDocument, CircularState, CircularVote
from forums.circular.schemas import CircularDocumentSchema, CircularSchema, CircularVotesSchema, GivenVoteSchema
from forums.preparation.forms import DocumentForm
from forums.scheduling.models import Forum

api = Api("circular", area="forums", tag="Decisions")
FORUM = "/forums/<string:slug>"
PATH = "/circulars/<uuid:circular_id>"
DOCUMENT = "/circulars/documents/<uuid:circular_document_id>"
SORTS = {"drafted_at": (Circular.drafted_at, Circular.id), "code": (Circular.code,)}
EXAMPLE = {
    "title": "Foto lokasi sebagai pengganti kunjungan",
    "text": "Foto lokasi diterima sebagai pengganti kunjungan.",
    "why": "Uji coba mulai sebelum sesi berikutnya.",
    "day": "2026-12-02",
    "time": "16:00",
}


class CircularQuery(Query):
    """Query arguments for listing circular decisions."""

    forum = fields.String(metadata={"description": "Only circulars of the forum with this slug."})
    state = member(CircularState)


@api.list("/circulars", policies.list_circulars, CircularSchema, sorts=SORTS, query=CircularQuery)
def index() -> Select[Circular]:
    """List the circular decisions that the user may read."""
    wanted = query_args()
    filters = queries.Filters(text=wanted.get("q", ""), forum_slug=wanted.get("forum", ""), state=wanted.get("state"))
    found = queries.found(current_user, filters, today())
    forum = load_only(Forum.slug, Forum.name), lazyload(Forum.circle)
    return found.options(contains_eager(Circular.forum).options(*forum))


@api.list(
    f"{PATH}/documents",
    policies.read_circular,
    CircularDocumentSchema,
    sorts={"added_at": (CircularDocument.added_at, CircularDocument.id)},
)
def documents(circular: Circular) -> Select[CircularDocument]:
    """List the documents of a circular."""
    return queries.stored_documents(circular.id)


@api.list(f"{PATH}/history", policies.read_votes, GivenVoteSchema, sorts={"at": (CircularVote.at, CircularVote.id)})
def history(circular: Circular) -> Select[CircularVote]:
    """List all votes on a circular, those that were replaced too."""
    return queries.votes(circular.id)


api.resource(PATH, policies.read_circular, CircularSchema, summary="Read a circular decision.")
api.resource(f"{PATH}/votes", policies.read_circular, CircularVotesSchema, summary="Read what the seats answered.")
api.act(
    f"{FORUM}/circulars",
    views.new,
    takes=CircularForm,
    optional=("day", "time"),
    example=EXAMPLE,
    gives=CircularSchema,
    creates=True,
)
api.act(f"{PATH}/change", views.edit, takes=CircularForm, example=EXAMPLE, gives=CircularSchema)
api.act(f"{PATH}/circulate", views.circulate, gives=CircularSchema, summary="Send a circular to the seats.")
api.act(
    f"{PATH}/vote",
    views.vote,
    takes=VoteForm,
    required=("choice",),
    example={"choice": "agree_with_note", "note": "Foto disimpan paling lama satu tahun."},
    gives=CircularVotesSchema,
)
api.act(
    f"{PATH}/record-vote",
    views.record,
    takes=RecordVoteForm,
    required=("choice", "source"),
    example={"choice": "abstain", "source": "letter", "evidence": "Surat 12/UK/2026"},
    gives=CircularVotesSchema,
)
api.act(f"{PATH}/reply", views.reply, takes=AnswerForm, gives=CircularSchema)
api.act(f"{PATH}/remind", views.remind, takes=RemindForm, example={}, gives=CircularVotesSchema)
api.act(
    f"{PATH}/extend",
    views.extend,
    takes=EndForm,
    optional=("day", "time"),
    example={"day": "2026-12-04", "time": "16:00"},
    gives=CircularSchema,
)
api.act(f"{PATH}/move", views.move, gives=CircularSchema, summary="Move a circular to the next session.")
api.act(f"{PATH}/withdraw", views.withdraw, takes=WithdrawForm, gives=CircularSchema)
api.resource(DOCUMENT, policies.read_document, CircularDocumentSchema, summary="Read one document's name and size.")
api.download(f"{DOCUMENT}/file", views.download)
api.act(
    f"{PATH}/documents",
    views.add_document,
    takes=DocumentForm,
    example={"title": "Rancangan petunjuk"},
    required=("file",),
    gives=CircularDocumentSchema,
    creates=True,
)
api.act(f"{DOCUMENT}/remove", views.remove_document, gives=CircularSchema)
