"""The content of a pack: the agenda with its documents, the last minutes and the open commitments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.pdf.canonical import fingerprint
from commitments.registry.rows import CommitmentRow
from forums.agenda.queries import agenda
from forums.agenda.rows import ItemRow
from forums.minutes.models import Minutes
from forums.pack import queries
from forums.pack.rules import Part, PartKind
from forums.papers.queries import ON_AGENDA
from forums.preparation.models import AgendaDocument
from forums.preparation.queries import preparations_of
from forums.preparation.rows import PreparationRow
from forums.scheduling.models import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class PackItem:
    """An item on the agenda at its place, with its documents and the preparations that are still awaited."""

    place: int
    row: ItemRow
    documents: Sequence[AgendaDocument]
    awaited: Sequence[PreparationRow]

    @property
    def key(self) -> str:
        """The key of its part."""
        return f"item:{self.row.id}"

    @property
    def heading(self) -> str:
        """Its place and title."""
        return f"{self.place}. {self.row.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackContent:
    """What a pack of a session contains now; `minutes` are the last approved ones of the forum."""

    session: Session
    items: Sequence[PackItem]
    minutes: Minutes | None

    @property
    def parts(self) -> list[Part]:
        """The parts in order."""
        return [_cover(self.session), *self._item_parts(), *self._annexes()]

    def commitments(self) -> list[CommitmentRow]:
        """Return the open commitments of the forum that all its members may read."""
        return queries.open_commitments(self.session.circle_id)

    def _item_parts(self) -> list[Part]:
        parts = []
        for item in self.items:
            parts.append(_item(item))
            parts += [_document(item, document) for document in item.documents]
        return parts

    def _annexes(self) -> list[Part]:
        found = []
        if self.minutes:
            title = str(self.minutes.session.number)
            sha256 = self.minutes.sha256 or ""
            found.append(Part(f"minutes:{self.minutes.id}", PartKind.MINUTES, "", title, sha256))
        return [*found, Part("commitments", PartKind.COMMITMENTS, "", "", "")]


def content_of(session: Session) -> PackContent:
    """Return the content of a session's pack, in a constant number of statements."""
    documents, preparations = queries.documents_of(session.id), preparations_of(session.id)
    rows = [row for row in agenda(session.id) if row.state in ON_AGENDA]
    items = [
        PackItem(
            place=place,
            row=row,
            documents=documents.get(row.id, ()),
            awaited=[one for one in preparations.get(row.id, ()) if one.received_at is None],
        )
        for place, row in enumerate(rows, 1)
    ]
    return PackContent(session=session, items=items, minutes=queries.last_minutes(session))


def document_key(document: AgendaDocument) -> str:
    """Return the key of the part of a document."""
    return f"document:{document.id}"


def _cover(session: Session) -> Part:
    facts = [session.title, session.starts_at, session.ends_at, session.timezone, session.mode, session.place]
    return Part("cover", PartKind.COVER, "", "", fingerprint(facts))


def _item(item: PackItem) -> Part:
    row = item.row
    facts = [row.title, row.purpose, row.question, row.presenter, row.minutes]
    return Part(item.key, PartKind.ITEM, "", row.title, fingerprint(facts))


def _document(item: PackItem, document: AgendaDocument) -> Part:
    return Part(document_key(document), PartKind.DOCUMENT, item.row.title, document.title, document.file.sha256)
