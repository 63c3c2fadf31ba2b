"""API schema of the files of agreements."""

from __future__ import annotations

from flask import url_for
from marshmallow import fields

from agreements.documents.models import Document, DocumentKind
from agreements.registry.schemas import SideSchema
from app.api import ApiSchema, Id, Moment, NamedPerson, member


class DocumentSchema(ApiSchema):
    """A file. `number` is its version, counted per kind and party; `party` owns the file, null if all share it."""

    id = Id("the file")
    kind = member(DocumentKind, required=True)
    title = fields.String(required=True)
    number = fields.Integer(required=True)
    party = fields.Nested(SideSchema, required=True, allow_none=True)
    name = fields.String(required=True, attribute="file.name")
    media_type = fields.String(required=True, attribute="file.media_type")
    size = fields.Integer(required=True, attribute="file.size")
    sha256 = fields.String(required=True, attribute="file.sha256")
    href = fields.String(required=True)
    added_by = fields.Nested(NamedPerson, required=True)
    added_at = Moment(required=True)

    def read_href(self, document: Document) -> str:
        """Return the URL of the file."""
        return url_for("api.agreements.documents.download", document_id=document.id)
