"""Queries of the verifier: deliveries that wait, and verdicts that were given."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.database import db
from app.organisations.models import Organisation
from app.web.pagination import Paged, in_pages, paged
from commitments.delivery.models import Act, Update
from commitments.registry.models import Commitment
from commitments.registry.queries import open_to_parties, visible_to
from commitments.registry.rules import Delivery, Verification
from commitments.verification.rows import ExaminedRow, QueueRow

SINCE = func.coalesce(Commitment.submitted_at, Commitment.proposed_at)
"""Since when a delivery waits."""
VERDICTS = (Act.MET, Act.PARTIALLY_MET, Act.RETURNED)


def waiting(person: Person) -> Select[Commitment]:
    """Select the deliveries that the person's organisation must verify, oldest first, without disputed ones."""
    return (
        select(Commitment)
        .where(
            Commitment.verifier_id == person.organisation_id,
            Commitment.responsible_id != person.organisation_id,
            Commitment.delivery == Delivery.SUBMITTED,
            Commitment.verification != Verification.DISPUTED,
            open_to_parties(person),
        )
        .order_by(SINCE, Commitment.code)
    )


def queue(person: Person) -> Paged[QueueRow]:
    """Return the requested page of the deliveries that wait for the person's organisation, in one statement."""
    columns = (Commitment.id, Commitment.code, Commitment.title, SINCE)
    shown = in_pages(waiting(person), *columns, Organisation.name, Organisation.sector, _submissions())
    return paged(QueueRow._make, shown.join(Organisation, Organisation.id == Commitment.responsible_id))


def _submissions() -> ColumnElement[int]:
    query = select(func.count(Update.id)).where(Update.commitment_id == Commitment.id, Update.act == Act.SUBMITTED)
    return query.correlate(Commitment).scalar_subquery()


def waits(commitment_id: UUID, person: Person) -> bool:
    """Return whether a delivery waits for the person's organisation."""
    query = waiting(person).with_only_columns(Commitment.id).where(Commitment.id == commitment_id)
    return db.session.scalar(query) is not None


def examined(person: Person, today: date) -> Paged[ExaminedRow]:
    """Return the requested page of the verdicts of the person's organisation, newest first, in one statement."""
    verifier = aliased(Person)
    query = (
        select(Update)
        .join(Commitment, Commitment.id == Update.commitment_id)
        .where(
            Commitment.verifier_id == person.organisation_id,
            Update.act.in_(VERDICTS),
            visible_to(person, today),
        )
        .order_by(Update.at.desc(), Update.id)
    )
    columns = (Commitment.id, Commitment.code, Commitment.title, Organisation.name, Organisation.sector)
    shown = in_pages(query, *columns, Update.act, Update.at, verifier.name)
    shown = shown.join(Organisation, Organisation.id == Commitment.responsible_id)
    return paged(ExaminedRow._make, shown.join(verifier, verifier.id == Update.by_id))
