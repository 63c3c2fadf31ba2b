"""Queries of imports, and of the organisations and agreements that are known already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import selectinload

from agreements.imports.models import AgreementImport
from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.queries import readable_whole
from app.accounts.models import Person
from app.circles.models import Seat
from app.database import db
from app.files.models import StoredFile
from app.files.sheet_import.stages import Stage
from app.organisations.models import Organisation


def organisations_named(written: str) -> list[Organisation]:
    """Return the organisations with this name, else those with this short name; three at most."""
    wanted = func.lower(written)
    query = select(Organisation).where(
        or_(func.lower(Organisation.name) == wanted, func.lower(Organisation.short_name) == wanted),
        Organisation.archived_at.is_(None),
    )
    found = list(db.session.scalars(query.limit(3)))
    return [one for one in found if one.name.casefold() == written.casefold()] or found


def with_parties(
    kind: AgreementKind, organisation_ids: Collection[UUID], person: Person, today: date
) -> list[Agreement]:
    """Return the agreements of a kind between exactly these organisations that `person` may read, oldest first."""
    first = next(iter(organisation_ids))
    of_first = select(Party.agreement_id).join(Party.seat).where(Seat.organisation_id == first)
    query = select(Agreement).where(Agreement.kind == kind, Agreement.id.in_(of_first))
    query = query.where(readable_whole(person, today))
    found = db.session.scalars(query.options(selectinload(Agreement.parties)).order_by(Agreement.created_at))
    wanted = set(organisation_ids)
    return [one for one in found if {party.seat.organisation_id for party in one.parties} == wanted]


def imports_of(person: Person) -> Select[AgreementImport]:
    """Select the registers that a person uploaded, newest first."""
    query = select(AgreementImport).where(AgreementImport.created_by_id == person.id)
    return query.order_by(AgreementImport.created_at.desc(), AgreementImport.id)


def latest_of(person: Person) -> Sequence[Row[UUID, datetime, Stage, str]]:
    """Return id, time, stage and file name of the latest registers that a person uploaded, newest first; 10 at most."""
    columns = (AgreementImport.id, AgreementImport.created_at, AgreementImport.stage, StoredFile.name)
    query = imports_of(person).join(AgreementImport.file).with_only_columns(*columns)
    return db.session.execute(query.limit(10)).all()


def locked(import_id: UUID) -> AgreementImport | None:
    """Return an import, refreshed; nobody else changes it until the transaction ends."""
    query = select(AgreementImport).where(AgreementImport.id == import_id).with_for_update(of=AgreementImport)
    return db.session.scalar(query.execution_options(populate_existing=True))
