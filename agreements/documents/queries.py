"""Queries of the files of an agreement that a person may read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import starmap
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from agreements.documents.models import Document, DocumentKind
from agreements.registry.models import Agreement
from agreements.registry.queries import with_agreement
from app.accounts.models import Person
from app.circles.queries import readable_by_role
from app.database import db
from app.files.models import StoredFile

MOST = 200
"""Maximum number of files on a page."""


def found(agreement: Agreement, person: Person) -> Select[Document]:
    """Select the files that `person` may read; `person` must be allowed to read all of the agreement."""
    return _found(agreement.id, sides_read_by(agreement, person))


def _found(agreement_id: UUID, sides: list[UUID]) -> Select[Document]:
    open_to = or_(Document.party_id.is_(None), Document.party_id.in_(sides))
    return select(Document).where(Document.agreement_id == agreement_id, open_to)


def sides_read_by(agreement: Agreement, person: Person) -> list[UUID]:
    """Return the ids of the parties whose own files `person` may read, besides the shared ones."""
    if person.is_coordinator and agreement.circle.classification in readable_by_role(person):
        return [party.id for party in agreement.parties]
    side = agreement.side_of(person.organisation_id)
    return [side.id] if side else []


def visible(agreement: Agreement, person: Person) -> Sequence[Document]:
    """Return the files that `person` may read, ordered by kind and party, newest version first, with their authors."""
    query = found(agreement, person).options(joinedload(Document.added_by))
    query = query.order_by(Document.kind, Document.party_id, Document.number.desc(), Document.id)
    return db.session.scalars(query.limit(MOST)).all()


class Text(NamedTuple):
    """A version of a file on the page of its agreement; `size` is in bytes."""

    id: UUID
    kind: DocumentKind
    party_id: UUID | None
    number: int
    name: str
    size: int
    sha256: str


def newest(agreement: Agreement, person: Person) -> list[Text]:
    """Return the newest version of each kind and party that `person` may read, the signed text first."""
    kept: dict[tuple[DocumentKind, UUID | None], Text] = {}
    for text in starmap(Text, db.session.execute(_newest(agreement.id, sides_read_by(agreement, person))).all()):
        kept.setdefault((text.kind, text.party_id), text)
    order = [DocumentKind.SIGNED, *(kind for kind in DocumentKind if kind is not DocumentKind.SIGNED)]
    return sorted(kept.values(), key=lambda text: order.index(text.kind))


def _newest(agreement_id: UUID, sides: list[UUID]) -> Select[*tuple[Any, ...]]:
    files = _found(agreement_id, sides).join(Document.file)
    files = files.order_by(Document.number.desc(), Document.added_at, Document.id).limit(MOST)
    shown = (Document.id, Document.kind, Document.party_id, Document.number)
    return files.with_only_columns(*shown, StoredFile.name, StoredFile.size, StoredFile.sha256)


def next_number(agreement_id: UUID, kind: DocumentKind, party_id: UUID | None) -> int:
    """Return the version number of the next file of a kind and party."""
    same_side = Document.party_id.is_(None) if party_id is None else Document.party_id == party_id
    query = select(func.max(Document.number)).where(
        Document.agreement_id == agreement_id, Document.kind == kind, same_side
    )
    return (db.session.scalar(query) or 0) + 1


def for_download(document_id: UUID) -> Document | None:
    """Return a file with its author, agreement and parties, or None."""
    document = db.session.get(Document, document_id, options=[joinedload(Document.added_by)])
    return with_agreement(document, document.agreement_id) if document else None
