"""API schemas of documents of agenda items, and of what parties prepare for them."""

from __future__ import annotations

from flask import url_for
from marshmallow import fields

from app.api import ApiSchema, Id, Moment, NamedOrganisation, NamedPerson
from forums.preparation.models import AgendaDocument


class AgendaDocumentSchema(ApiSchema):
    """A document of an agenda item. `preparation_id` names what it was handed in for, if anything."""

    id = Id("the document")
    agenda_item_id = Id("the agenda item")
    preparation_id = Id("the preparation; null for none", allow_none=True)
    title = fields.String(required=True)
    name = fields.String(required=True, attribute="file.name")
    media_type = fields.String(required=True, attribute="file.media_type")
    size = fields.Integer(required=True, attribute="file.size")
    sha256 = fields.String(required=True, attribute="file.sha256")
    href = fields.String(required=True)
    added_by = fields.Nested(NamedPerson, required=True)
    added_at = Moment(required=True)

    def read_href(self, document: AgendaDocument) -> str:
        """Return the URL of the file."""
        return url_for("api.preparation.download", agenda_document_id=document.id)


class PreparationSchema(ApiSchema):
    """What the party of a seat is asked to prepare for an agenda item; received with its first document."""

    id = Id("the preparation")
    agenda_item_id = Id("the agenda item")
    seat_id = Id("the seat")
    organisation = fields.Nested(NamedOrganisation, required=True, attribute="seat.organisation")
    what = fields.String(required=True)
    due = fields.Date(required=True)
    asked_at = Moment(required=True)
    received_at = Moment(required=True, allow_none=True)
