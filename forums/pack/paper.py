"""The pack as one PDF: our own pages, and the documents that are PDF files or pictures between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.files.models import StoredFile
from app.files.store import content_of as bytes_of
from app.files.store import path_of
from app.pdf.cache import papers
from app.pdf.document import PdfDocument, file_name, job_of
from app.pdf.extracts import ExtractJob, InterleaveJob, PrintJob
from app.pdf.languages import DEFAULT
from app.pdf.merging import MergeJob, MergePart, PartPages
from app.web.i18n import plain_day
from forums.pack.content import PackContent, PackItem, document_key
from forums.pack.models import Edition, PackNote, PackVersion
from forums.papers import minutes_paper
from forums.papers.convener.queries import issuer_of
from forums.preparation.models import AgendaDocument
from forums.scheduling.labels import session_label
from forums.scheduling.models import Session

PDF = "application/pdf"
NAMES = {
    "id": {
        "pack": "Bahan-Rapat",
        "changes": "Perubahan-Bahan-Rapat",
        "notes": "Bahan-Rapat-dengan-catatan",
        "print": "Bahan-Rapat-untuk-dicetak",
    },
    "en": {
        "pack": "Meeting-Pack",
        "changes": "Meeting-Pack-Changes",
        "notes": "Meeting-Pack-with-notes",
        "print": "Meeting-Pack-to-print",
    },
}
"""The beginnings of file names by language."""
PICTURES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/gif": ".gif"}


def jobs(content: PackContent, number: int, as_of: datetime) -> dict[str, MergeJob]:
    """Return the jobs that make version `number` of a pack, as of a moment, by language.

    The first is in Indonesian, like all papers; the other in English, if the instance has it.
    """
    others = {"en"} & set(current_app.extensions["settings"].languages)
    return {language: job(content, number, as_of, language) for language in (DEFAULT, *others)}


def job(content: PackContent, number: int, as_of: datetime, language: str = DEFAULT) -> MergeJob:
    """Return the job that makes version `number` of a pack in one language."""
    pictures = [one for item in content.items for one in item.documents if one.file.media_type in PICTURES]
    own = job_of(
        _sheet(content.session, number, as_of, language),
        "forums/pack/paper.html",
        photos={picture_name(one): bytes_of(one.file) for one in pictures},
        session=content.session,
        content=content,
        commitments=content.commitments(),
        today=as_of.astimezone(content.session.zone).date(),
        document_key=document_key,
        is_inside=is_inside,
        picture_name=picture_name,
        pictures=PICTURES,
    )
    with force_locale(language):
        return MergeJob(
            own=own,
            parts=tuple(_parts(content, as_of, language)),
            number=_("p. {page} of {of}"),
            pages=_("p. {pages}"),
            absent=_("not in this file"),
            folder=papers(),
        )


def is_inside(document: AgendaDocument) -> bool:
    """Whether the pages of a document are in the pack, unless its file is damaged or locked."""
    return document.file.media_type == PDF or document.file.media_type in PICTURES


def picture_name(document: AgendaDocument) -> str:
    """Return the name under which the template shows a picture."""
    return f"{document.file.sha256}{PICTURES[document.file.media_type]}"


def changed_job(version: PackVersion, edition: Edition, titles: Mapping[str, str]) -> ExtractJob:
    """Return the job that makes a file of the parts of a version that changed; `titles` are those of its parts."""
    changed = {change.key for change in version.known_changes}
    places = [place for place in edition.places if place.key in changed]
    return ExtractJob(
        file=path_of(edition.file.sha256),
        sha256=edition.file.sha256,
        places=tuple(places),
        titles=tuple(titles[place.key] for place in places),
    )


def notes_job(version: PackVersion, edition: Edition, notes: Mapping[UUID, PackNote]) -> InterleaveJob:
    """Return the job that inserts a person's own notes after the pages of the items that they are about."""
    found = [(place, notes[item_id]) for place, item_id in _item_places(edition) if item_id in notes]
    titles = {row["key"]: row["title"] for row in version.parts}
    own = job_of(
        _sheet(version.session, version.number, version.as_of, edition.language),
        "forums/pack/notes_paper.html",
        session=version.session,
        notes=[(titles[place.key], note) for place, note in found],
    )
    return InterleaveJob(
        file=path_of(edition.file.sha256),
        sha256=edition.file.sha256,
        own=own,
        after=tuple(place.last for place, _note in found),
    )


def print_job(edition: Edition) -> PrintJob:
    """Return the job that makes the file for two-sided printing."""
    return PrintJob(file=path_of(edition.file.sha256), sha256=edition.file.sha256, starts=sheet_starts(edition))


def sheet_starts(edition: Edition) -> tuple[int, ...]:
    """Return the pages that begin a new sheet: all parts but documents, which follow their item."""
    return tuple(place.first for place in edition.places if not place.key.startswith("document:"))


def name(session: Session, version: int, language: str = DEFAULT, *, kind: str = "pack") -> str:
    """Return a file name, such as "Bahan-Rapat_forum-lintas-sektor_2026-11-26_v3.pdf"; `kind` is a key of NAMES."""
    day = session.starts_at.astimezone(session.zone).date()
    return file_name(NAMES[language][kind], session.forum.slug, day, version=version)


def _item_places(edition: Edition) -> Iterator[tuple[PartPages, UUID]]:
    for place in edition.places:
        kind, _colon, value = place.key.partition(":")
        if kind == "item":
            yield place, UUID(value)


def _sheet(session: Session, number: int, as_of: datetime, language: str) -> PdfDocument:
    with force_locale(language):
        title = _(
            "Meeting pack of %(session)s, %(forum)s, %(day)s",
            session=session_label(session),
            forum=session.forum.name,
            day=plain_day(session.starts_at, session.timezone),
        )
    return PdfDocument(
        title=title,
        as_of=as_of,
        classification=session.forum.circle.classification,
        language=language,
        version=number,
        issued_at=as_of,
        issuer=issuer_of(session.forum_id, as_of),
    )


def _parts(content: PackContent, as_of: datetime, language: str) -> Iterator[MergePart]:
    yield MergePart(key="cover", title=_("Cover and agenda"))
    for item in content.items:
        yield from _item_parts(item)
    if content.minutes:
        yield MergePart(
            key=f"minutes:{content.minutes.id}",
            title=_("Minutes of %(session)s", session=session_label(content.minutes.session)),
            document=minutes_paper.job(content.minutes, as_of, language),
        )
    yield MergePart(key="commitments", title=_("Open commitments"))


def _item_parts(item: PackItem) -> Iterator[MergePart]:
    yield MergePart(key=item.key, title=item.heading)
    for document in item.documents:
        if document.file.media_type == PDF:
            yield _merged(document, document.file)
        elif document.file.media_type in PICTURES:
            yield MergePart(key=document_key(document), title=document.title, level=1)


def _merged(document: AgendaDocument, file: StoredFile) -> MergePart:
    return MergePart(
        key=document_key(document), title=document.title, level=1, file=path_of(file.sha256), sha256=file.sha256
    )
