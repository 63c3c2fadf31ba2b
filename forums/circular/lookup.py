"""The search for circular decisions and their documents."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, select

from app.accounts.models import Person
from app.files.lookup import documents
from app.files.models import StoredFile
from app.search.sources import Kind, Source
from forums.circular.models import Circular, CircularDocument, CircularReply
from forums.circular.queries import is_readable
from forums.scheduling.models import Forum

SHOWN: tuple[Any, ...] = (
    Forum.circle_id,
    Circular.code,
    Circular.title,
    Circular.state,
    Circular.ends_at.label("on_date"),
)


def circulars() -> Select[Any]:
    """Select circulars with the text to decide, its basis, and why it does not wait."""
    return select(Circular.id, Circular.text, Circular.basis, Circular.why, *SHOWN).join(Circular.forum)


def replies() -> Select[Any]:
    """Select the answers that were sent to all seats."""
    query = select(CircularReply.id, CircularReply.text, Circular.id.label("object_id"), *SHOWN)
    return query.join(Circular, Circular.id == CircularReply.circular_id).join(Circular.forum)


def files() -> Select[Any]:
    """Select documents with title and file name, and the title of their circular."""
    about = (Circular.code + " " + Circular.title).label("about")
    columns: tuple[Any, ...] = (CircularDocument.id, CircularDocument.title, StoredFile.name.label("names"), about)
    query = select(*columns, Forum.circle_id, CircularDocument.added_at.label("on_date"))
    return query.join(CircularDocument.file).join(CircularDocument.circular).join(Circular.forum)


def readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read a circular."""
    forum = select(Forum.id).where(Forum.id == Circular.forum_id, is_readable(person, today))
    return forum.correlate(Circular).exists()


def _of_readable(circular_id: Any, person: Person, today: date) -> Select[UUID]:
    return select(Circular.id).where(Circular.id == circular_id, readable(person, today))


def readable_replies(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read the circular of a reply."""
    return _of_readable(CircularReply.circular_id, person, today).correlate(CircularReply).exists()


def readable_files(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read the circular of a document."""
    return _of_readable(CircularDocument.circular_id, person, today).correlate(CircularDocument).exists()


def _replies_to(ids: Collection[UUID]) -> Select[UUID]:
    return select(CircularReply.id).where(CircularReply.circular_id.in_(ids))


def _files_of(ids: Collection[UUID]) -> Select[UUID]:
    return select(CircularDocument.id).where(CircularDocument.circular_id.in_(ids))


KIND = Kind(
    name="circulars",
    label=_l("Circular decisions"),
    word=_l("Circular decision"),
    icon="send",
    href=lambda entry: url_for("forums.circular.show", circular_id=entry.object_id),
    states="circular",
    dated=_l("until %(day)s"),
)
CIRCULARS = Source(
    name="circulars",
    kind=KIND,
    model=Circular,
    rows=circulars,
    readable=readable,
    text=lambda row: "\n".join(filter(None, (row.text, row.basis, row.why))),
)
REPLIES = Source(
    name="circular-replies",
    kind=KIND,
    model=CircularReply,
    rows=replies,
    readable=readable_replies,
    follows={Circular: _replies_to},
    searches_title=False,
)
DOCUMENTS = Source(
    name="circular-documents",
    kind=documents(lambda entry: url_for("forums.circular.download", circular_document_id=entry.object_id)),
    model=CircularDocument,
    rows=files,
    readable=readable_files,
    follows={Circular: _files_of},
)
