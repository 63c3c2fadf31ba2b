"""Actions that add files to an agreement; all versions are kept, and signed texts can be verified by their hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agreements.documents import queries
from agreements.documents.models import Document, DocumentKind
from agreements.documents.verification import FOLLOWED, KIND, RECORDED, is_verifiable, sheet_of
from agreements.registry.models import Agreement, Party
from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.files.models import StoredFile
from app.pdf.actions import change_state, register
from app.pdf.queries import papers_about


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A file to add, with its kind and title; it belongs to `party`, or to all parties if that is None."""

    kind: DocumentKind
    title: str
    party: Party | None
    file: StoredFile


def signed_text(file: StoredFile) -> Filing:
    """Return the filing of a signed text, shared by all parties."""
    return Filing(kind=DocumentKind.SIGNED, title="", party=None, file=file)


def add(agreement: Agreement, filing: Filing, *, by: Person, at: datetime) -> Document:
    """Add a file as the next version of its kind and party; a signed text that all share enters the register."""
    party_id = filing.party.id if filing.party else None
    document = Document(
        agreement_id=agreement.id,
        party_id=party_id,
        kind=filing.kind,
        title=filing.title or filing.file.name,
        number=queries.next_number(agreement.id, filing.kind, party_id),
        file_id=filing.file.id,
        added_by_id=by.id,
        added_at=at,
    )
    db.session.add(document)
    audit.record(
        "agreement.document_added",
        agreement,
        by=by,
        at=at,
        kind=filing.kind,
        number=document.number,
        sha256=filing.file.sha256,
    )
    if is_verifiable(document):
        _register(document, filing.file, agreement, by=by, at=at)
    return document


def _register(document: Document, file: StoredFile, agreement: Agreement, *, by: Person, at: datetime) -> None:
    for earlier in papers_about(agreement):
        if earlier.kind == KIND and earlier.state == RECORDED and earlier.sha256 != file.sha256:
            change_state(earlier, FOLLOWED, about=agreement, by=by, at=at)
    day = local_date(at)
    register(
        sheet_of(document, file, agreement, at=at), kind=KIND, state=RECORDED, dated=day, about=agreement, by=by, at=at
    )
