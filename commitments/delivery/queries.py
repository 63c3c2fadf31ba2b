"""Queries of a commitment's timeline, with its evidence and the findings of verifiers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from app.accounts.models import Person
from app.database import db
from app.files.models import StoredFile
from app.organisations.models import Organisation
from commitments.delivery.models import Act, CriterionFinding, Evidence, Situation, Source, Update
from commitments.verification.rules import Finding

RECENT = 100
"""Maximum number of timeline entries on a page."""


class Piece(NamedTuple):
    """A piece of evidence: a file, with its size in bytes, or a link."""

    id: UUID
    name: str | None
    size: int | None
    sha256: str | None
    link: str | None
    taken_at: datetime | None
    media_type: str | None
    criterion: int | None
    """The number of the criterion that it shows, from 1; None if it shows all of them."""


class PastFinding(NamedTuple):
    """What a verdict found for a criterion; `number` counts from 1, `wording` is that of the time of the verdict."""

    number: int
    wording: str
    finding: Finding
    note: str


class Entry(NamedTuple):
    """A timeline entry: columns of `Update`, the names of the author and their organisation, evidence and findings."""

    id: UUID
    act: Act
    at: datetime
    text: str
    challenges: str
    help_needed: bool
    progress: int | None
    due: date | None
    source: Source | None
    said_on: date | None
    by_link: bool
    situation: Situation | None
    by_name: str
    organisation: str
    evidence: tuple[Piece, ...] = ()
    findings: tuple[PastFinding, ...] = ()


OWN = len(Entry._fields) - 2
"""Number of columns of an entry; those of a piece of evidence and of a finding follow."""
FINDINGS = OWN + len(Piece._fields)


def timeline(commitment_id: UUID) -> list[Entry]:
    """Return the newest `RECENT` entries, newest first, with authors, evidence and findings, in one statement."""
    found = groupby(db.session.execute(_timeline(commitment_id)).all(), key=lambda row: row[:OWN])
    return [_entry(own, list(rows)) for own, rows in found]


def _entry(own: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Entry:
    pieces = tuple(Piece(*row[OWN:FINDINGS]) for row in rows if row[OWN])
    return Entry._make((*own, pieces, tuple(PastFinding(*row[FINDINGS:]) for row in rows if row[FINDINGS])))


def _timeline(commitment_id: UUID) -> Select[*tuple[Any, ...]]:
    """Select the latest entries: the columns of an entry, then of a piece of evidence, then of a finding.

    An entry has evidence or findings, never both: a report has evidence, a verdict has findings.
    """
    shown = [getattr(Update, name) for name in Entry._fields[: OWN - 2]]
    recent = (
        select(*shown, Person.name.label("by_name"), Organisation.label.label("organisation"))
        .join(Person, Person.id == Update.by_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Update.commitment_id == commitment_id)
        .order_by(Update.at.desc(), Update.id)
        .limit(RECENT)
        .subquery()
    )
    piece = (Evidence.id, StoredFile.name, StoredFile.size, StoredFile.sha256, Evidence.link, Evidence.taken_at)
    return (
        select(recent, *piece)
        .add_columns(StoredFile.media_type, Evidence.criterion)
        .add_columns(*(getattr(CriterionFinding, name) for name in PastFinding._fields))
        .outerjoin(Evidence, Evidence.update_id == recent.c.id)
        .outerjoin(StoredFile, StoredFile.id == Evidence.file_id)
        .outerjoin(CriterionFinding, CriterionFinding.update_id == recent.c.id)
        .order_by(recent.c.at.desc(), recent.c.id, Evidence.id, CriterionFinding.number)
    )


def has_evidence(commitment_id: UUID) -> bool:
    """Return whether any evidence was ever added to the commitment."""
    return db.session.scalar(select(Evidence.id).where(Evidence.commitment_id == commitment_id).limit(1)) is not None


def is_recorded(report_id: UUID) -> bool:
    """Return whether a report with this id of its device was recorded."""
    return db.session.scalar(select(Update.id).where(Update.report_id == report_id)) is not None
