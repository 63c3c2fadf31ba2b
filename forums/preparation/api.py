"""The API of documents of agenda items, and of what parties prepare for them."""

from __future__ import annotations

from sqlalchemy import Select

from app.api import Api
from forums.agenda.models import AgendaItem
from forums.agenda.schemas import AgendaItemSchema
from forums.preparation import policies, queries, views
from forums.preparation.forms import DocumentForm, PreparationForm
from forums.preparation.models import AgendaDocument, Preparation
from forums.preparation.schemas import AgendaDocumentSchema, PreparationSchema

api = Api("preparation", area="forums", tag="Agenda")
ITEM = "/agenda-items/<uuid:agenda_item_id>"
DOCUMENT = "/agenda-items/documents/<uuid:agenda_document_id>"
PREPARATION = "/preparations/<uuid:preparation_id>"


@api.list(
    f"{ITEM}/documents",
    policies.read_documents,
    AgendaDocumentSchema,
    sorts={"added_at": (AgendaDocument.added_at, AgendaDocument.id)},
)
def documents(agenda_item: AgendaItem) -> Select[AgendaDocument]:
    """List the documents of an item."""
    return queries.documents(agenda_item)


@api.list(
    f"{ITEM}/preparations",
    policies.read_documents,
    PreparationSchema,
    sorts={"due": (Preparation.due, Preparation.id)},
)
def preparations(agenda_item: AgendaItem) -> Select[Preparation]:
    """List what parties are asked to prepare for an item."""
    return queries.preparations(agenda_item)


api.resource(DOCUMENT, policies.read_document, AgendaDocumentSchema, summary="Read one document's name and size.")
api.download(f"{DOCUMENT}/file", views.download)
api.act(
    f"{ITEM}/documents",
    views.add,
    takes=DocumentForm,
    example={"title": "Daftar layanan"},
    required=("file",),
    gives=AgendaDocumentSchema,
    creates=True,
)
api.act(f"{DOCUMENT}/remove", views.remove, gives=AgendaItemSchema)
api.resource(
    PREPARATION, policies.read_preparation, PreparationSchema, summary="Read what a party is asked to prepare."
)
api.act(
    f"{ITEM}/preparations",
    views.ask,
    takes=PreparationForm,
    example={"what": "Daftar layanan dan pemilik datanya"},
    gives=PreparationSchema,
    creates=True,
)
api.act(
    f"{PREPARATION}/hand-in",
    views.hand_in,
    takes=DocumentForm,
    example={"title": "Daftar layanan"},
    required=("file",),
    gives=AgendaDocumentSchema,
    creates=True,
)
api.act(f"{PREPARATION}/withdraw", views.withdraw, gives=AgendaItemSchema)
