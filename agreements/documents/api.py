"""API of the files of agreements."""

from __future__ import annotations

from flask_login import current_user
from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from agreements.documents import policies, queries, views
from agreements.documents.forms import DocumentForm
from agreements.documents.models import Document
from agreements.documents.schemas import DocumentSchema
from agreements.registry.models import Agreement
from agreements.registry.policies import read_whole
from app.api import Api

api = Api("agreements.documents", area="agreements", tag="Agreements")
DOCUMENTS = "/agreements/<uuid:agreement_id>/documents"
DOCUMENT = "/agreements/documents/<uuid:document_id>"


@api.list(DOCUMENTS, read_whole, DocumentSchema, sorts={"added_at": (Document.added_at, Document.id)})
def documents(agreement: Agreement) -> Select[Document]:
    """List the files that the user may read, in all versions."""
    return queries.found(agreement, current_user).options(joinedload(Document.added_by))


api.resource(DOCUMENT, policies.read_document, DocumentSchema, summary="Read one file's name, version and size.")
api.act(
    DOCUMENTS,
    views.add,
    takes=DocumentForm,
    example={"title": "Naskah bertanda tangan"},
    required=("file",),
    gives=DocumentSchema,
    creates=True,
)
api.download(f"{DOCUMENT}/file", views.download)
