"""Queries of a commitment's timeline and evidence."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from app.accounts.models import Person
from app.database import db
from app.files.models import StoredFile
from app.organisations.models import Organisation
from commitments.delivery.models import Act, Evidence, Situation, Source, Update

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


class Entry(NamedTuple):
    """A timeline entry: columns of `Update`, then the names of the author and their organisation, then the evidence."""

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


def timeline(commitment_id: UUID) -> list[Entry]:
    """Return the newest `RECENT` entries, newest first, with authors and evidence, in one statement."""
    found = groupby(db.session.execute(_timeline(commitment_id)).all(), key=lambda row: row[:OWN])
    return [Entry._make((*own, tuple(Piece(*row[OWN:]) for row in rows if row[OWN]))) for own, rows in found]


OWN = len(Entry._fields) - 1


def _timeline(commitment_id: UUID) -> Select[*tuple[Any, ...]]:
    """Select the latest entries; the columns of an entry come first, then those of a piece of evidence."""
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
        .outerjoin(Evidence, Evidence.update_id == recent.c.id)
        .outerjoin(StoredFile, StoredFile.id == Evidence.file_id)
        .order_by(recent.c.at.desc(), recent.c.id, Evidence.id)
    )


def has_evidence(commitment_id: UUID) -> bool:
    """Return whether any evidence was ever added to the commitment."""
    return db.session.scalar(select(Evidence.id).where(Evidence.commitment_id == commitment_id).limit(1)) is not None


def is_recorded(report_id: UUID) -> bool:
    """Return whether a report with this id of its device was recorded."""
    return db.session.scalar(select(Update.id).where(Update.report_id == report_id)) is not None
