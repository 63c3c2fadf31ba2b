"""The search for documents of agenda items."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, Select, select

from app.accounts.models import Person
from app.files.lookup import documents
from app.files.models import StoredFile
from app.search.sources import Source
from forums.agenda.models import AgendaItem
from forums.preparation.models import AgendaDocument
from forums.scheduling.lookup import of_readable, session_label
from forums.scheduling.models import Forum, Session


def rows() -> Select[Any]:
    """Select documents with title and file name, and the name of their session."""
    columns: tuple[Any, ...] = (AgendaDocument.id, AgendaDocument.title, StoredFile.name.label("names"))
    about = session_label(Forum.language).label("about")
    query = select(*columns, Forum.circle_id, about, AgendaDocument.added_at.label("on_date")).join(AgendaDocument.file)
    return query.join(AgendaDocument.item).join(AgendaItem.session).join(Session.forum)


def readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read a document: `policies.read_document` in SQL."""
    session = of_readable(AgendaItem.session_id, person, today, inside=True).correlate(AgendaItem).exists()
    item = select(AgendaItem.id).where(AgendaItem.id == AgendaDocument.agenda_item_id, session)
    return item.correlate(AgendaDocument).exists()


def _of_items(ids: Collection[UUID]) -> Select[UUID]:
    return select(AgendaDocument.id).where(AgendaDocument.agenda_item_id.in_(ids))


def _in_sessions(ids: Collection[UUID]) -> Select[UUID]:
    return select(AgendaDocument.id).join(AgendaDocument.item).where(AgendaItem.session_id.in_(ids))


def _in_forums(ids: Collection[UUID]) -> Select[UUID]:
    query = select(AgendaDocument.id).join(AgendaDocument.item).join(AgendaItem.session)
    return query.where(Session.forum_id.in_(ids))


DOCUMENTS = Source(
    name="agenda-documents",
    kind=documents(lambda entry: url_for("forums.preparation.download", agenda_document_id=entry.object_id)),
    model=AgendaDocument,
    rows=rows,
    readable=readable,
    follows={AgendaItem: _of_items, Session: _in_sessions, Forum: _in_forums},
)
