"""Queries of imports, and of the commitments that a register may contain already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.circles.models import Circle
from app.circles.queries import knows_of
from app.database import db
from app.files.models import StoredFile
from app.files.sheet_import.stages import Stage
from app.organisations.models import Organisation
from app.web.pagination import Paged, in_pages, paged
from commitments.imports.models import ImportedCommitment, RegisterImport
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from commitments.registry.rules import Delivery


class Known(NamedTuple):
    """A commitment of a circle, with its number in the register that it was imported from."""

    id: UUID
    code: str
    title: str
    responsible_id: UUID
    responsible: str
    first_due: date
    current_due: date
    progress: int
    delivery: Delivery
    number: str | None


class ImportRow(NamedTuple):
    """An import in a list."""

    id: UUID
    created_at: datetime
    stage: Stage
    outcome: dict[str, Any]
    file_name: str
    sha256: str
    circle_name: str
    by_name: str


def readable_by(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read an import: their own, as coordinator all, of circles they know of."""
    known = knows_of(RegisterImport.circle_id, person, today)
    return known if person.is_coordinator else known & (RegisterImport.created_by_id == person.id)


def imports_for(person: Person, today: date) -> Select[RegisterImport]:
    """Select the imports that a person may read, newest first."""
    query = select(RegisterImport).where(readable_by(person, today))
    return query.order_by(RegisterImport.created_at.desc(), RegisterImport.id)


def listed(person: Person, today: date) -> Paged[ImportRow]:
    """Return the requested page of the imports that a person may read, in one statement."""
    columns = (RegisterImport.id, RegisterImport.created_at, RegisterImport.stage, RegisterImport.outcome)
    shown = (StoredFile.name, StoredFile.sha256, Circle.name, Person.name)
    page = in_pages(imports_for(person, today), *columns, *shown)
    page = page.join(StoredFile, StoredFile.id == RegisterImport.file_id)
    page = page.join(Circle, Circle.id == RegisterImport.circle_id)
    return paged(ImportRow._make, page.join(Person, Person.id == RegisterImport.created_by_id))


def of_import(imported: RegisterImport) -> Sequence[Row[UUID, str, str]]:
    """Return id, code and title of the first hundred commitments that were imported, by code."""
    query = select(Commitment.id, Commitment.code, Commitment.title)
    query = query.join(ImportedCommitment, ImportedCommitment.commitment_id == Commitment.id)
    query = query.where(ImportedCommitment.import_id == imported.id).order_by(Commitment.code).limit(100)
    return db.session.execute(query).all()


def known_in(circle_id: UUID, person: Person, today: date) -> list[Known]:
    """Return the commitments of a circle that a person may read, oldest first."""
    columns: tuple[Any, ...] = (Commitment.id, Commitment.code, Commitment.title, Commitment.responsible_id)
    columns += (Organisation.name, Commitment.first_due, Commitment.current_due, Commitment.progress)
    query = select(*columns, Commitment.delivery, ImportedCommitment.number)
    query = query.join(Organisation, Organisation.id == Commitment.responsible_id)
    query = query.outerjoin(ImportedCommitment, ImportedCommitment.commitment_id == Commitment.id)
    query = query.where(Commitment.circle_id == circle_id, visible_to(person, today)).order_by(Commitment.code)
    return list(map(Known._make, db.session.execute(query)))


def with_ids(ids: Sequence[UUID]) -> Sequence[Commitment]:
    """Return the commitments with these ids, ordered by code."""
    found: list[Commitment] = []
    for start in range(0, len(ids), 500):
        some = select(Commitment).where(Commitment.id.in_(ids[start : start + 500]))
        found += db.session.scalars(some.order_by(Commitment.code))
    return found


def assigned_before(circle_id: UUID, digest: str) -> RegisterImport | None:
    """Return the newest import into a circle whose columns were assigned and whose heading has this digest."""
    query = select(RegisterImport).where(
        RegisterImport.circle_id == circle_id,
        RegisterImport.headings_digest == digest,
        RegisterImport.stage != Stage.COLUMNS,
    )
    return db.session.scalar(query.order_by(RegisterImport.created_at.desc()).limit(1))


def locked(import_id: UUID) -> RegisterImport | None:
    """Return an import, refreshed; nobody else imports into its circle until the transaction ends.

    Others propose in the circle meanwhile: the lock leaves the key alone to which their commitments refer.
    """
    query = select(RegisterImport).where(RegisterImport.id == import_id).options(joinedload(RegisterImport.file))
    found = db.session.scalar(query)
    if found:
        db.session.execute(select(Circle.id).where(Circle.id == found.circle_id).with_for_update(key_share=True))
        db.session.refresh(found)
    return found
