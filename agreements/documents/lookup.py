"""The search for files of agreements."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, or_, select, true

from agreements.documents.models import Document
from agreements.registry.models import Agreement, Party
from agreements.registry.queries import readable_whole
from app.accounts.models import Person
from app.circles.models import Seat
from app.files.lookup import documents
from app.files.models import StoredFile
from app.search.sources import Source


def rows() -> Select[Any]:
    """Select files with title and file name, and the title of their agreement."""
    columns: tuple[Any, ...] = (Document.id, Agreement.circle_id, Document.title, StoredFile.name.label("names"))
    query = select(*columns, Agreement.title.label("about"), Document.added_at.label("on_date"))
    return query.join(Document.agreement).join(Document.file)


def readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read a file; it must agree with `policies.read_document`."""
    whole = select(Agreement.id).where(Agreement.id == Document.agreement_id, readable_whole(person, today))
    own = select(Party.id).join(Party.seat)
    own = own.where(Party.id == Document.party_id, Seat.organisation_id == person.organisation_id)
    shared = true() if person.is_coordinator else or_(Document.party_id.is_(None), own.correlate(Document).exists())
    return whole.correlate(Document).exists() & shared


DOCUMENTS = Source(
    name="agreement-documents",
    kind=documents(lambda entry: url_for("agreements.documents.download", document_id=entry.object_id)),
    model=Document,
    rows=rows,
    readable=readable,
    follows={Agreement: lambda ids: select(Document.id).where(Document.agreement_id.in_(ids))},
)
