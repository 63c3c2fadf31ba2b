"""Queries of waits. Whoever may not read a commitment does not learn that something waits for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.database import db
from commitments.registry.models import IS_OPEN, Commitment
from commitments.registry.queries import visible_to
from commitments.registry.rules import OWED, Delivery
from commitments.waiting.models import Wait

OFFERED = 100
"""How many open commitments of the same circle are offered; others are named by their code."""


class Linked(NamedTuple):
    """A commitment that another one waits for, or that waits for it (`is_awaited` is false)."""

    wait_id: UUID
    is_awaited: bool
    id: UUID
    code: str
    title: str
    delivery: Delivery
    current_due: date

    @classmethod
    def of(cls, row: Sequence[Any]) -> Linked:
        """Return the values of a row of `waits_around`."""
        return cls(row[0], bool(row[1]), *row[2:])

    def is_late(self, today: date) -> bool:
        """Return whether it is owed and past its due date."""
        return self.delivery in OWED and self.current_due < today


def waits_around(commitment_id: UUID, person: Person, today: date) -> Select[Any]:
    """Select the columns of a `Linked` for what a commitment waits for and what waits for it.

    Only of commitments that a person may read.
    """
    is_awaited = case((Wait.commitment_id == commitment_id, 1), else_=0).label("is_awaited")
    other = case((Wait.commitment_id == commitment_id, Wait.awaited_id), else_=Wait.commitment_id)
    one = aliased(Commitment)
    readable = select(Commitment.id).where(Commitment.id == one.id, visible_to(person, today)).exists()
    return (
        select(Wait.id.label("wait_id"), is_awaited, one.id, one.code, one.title, one.delivery, one.current_due)
        .join(one, one.id == other)
        .where(or_(Wait.commitment_id == commitment_id, Wait.awaited_id == commitment_id), readable)
    )


def reached_from(awaited_id: UUID) -> list[tuple[UUID, UUID]]:
    """Return the waits of a commitment and of everything that it waits for, also of what nobody here may read."""
    first = select(Wait.commitment_id, Wait.awaited_id).where(Wait.commitment_id == awaited_id)
    ahead = first.cte("ahead", recursive=True)
    more = select(Wait.commitment_id, Wait.awaited_id).join(ahead, Wait.commitment_id == ahead.c.awaited_id)
    ahead = ahead.union(more)
    return [(row[0], row[1]) for row in db.session.execute(select(ahead.c.commitment_id, ahead.c.awaited_id))]


def waits_of(commitment_id: UUID) -> Sequence[Wait]:
    """Return the waits of a commitment."""
    return db.session.scalars(select(Wait).where(Wait.commitment_id == commitment_id)).all()


def waiting_for(awaited_id: UUID) -> Sequence[Wait]:
    """Return the waits of open commitments for a commitment."""
    query = select(Wait).join(Wait.commitment).where(Wait.awaited_id == awaited_id, IS_OPEN)
    return db.session.scalars(query.order_by(Commitment.code)).all()


def to_wait_for(commitment: Commitment, person: Person, today: date) -> Sequence[Commitment]:
    """Return open commitments of the same circle that a person may read, by due date."""
    query = select(Commitment).where(
        Commitment.circle_id == commitment.circle_id,
        Commitment.id != commitment.id,
        IS_OPEN,
        visible_to(person, today),
    )
    return db.session.scalars(query.order_by(Commitment.current_due, Commitment.code).limit(OFFERED)).all()


def by_code(code: str, person: Person, today: date) -> Commitment | None:
    """Return the commitment with a code, if a person may read it."""
    query = select(Commitment).where(Commitment.code == code.strip().upper(), visible_to(person, today))
    return db.session.scalars(query).one_or_none()


def late_awaited(ids: Collection[UUID], person: Person, today: date) -> dict[UUID, list[Commitment]]:
    """Return the late commitments that some wait for and that a person may read, by the id of the waiting one."""
    query = (
        select(Wait.commitment_id, Commitment)
        .join(Commitment, Commitment.id == Wait.awaited_id)
        .where(Wait.commitment_id.in_(ids), Commitment.delivery.in_(OWED), Commitment.current_due < today)
        .where(visible_to(person, today))
        .order_by(Commitment.current_due, Commitment.code)
    )
    found: dict[UUID, list[Commitment]] = {}
    for commitment_id, awaited in db.session.execute(query):
        found.setdefault(commitment_id, []).append(awaited)
    return found


def first_awaited(commitment_id: Any, person: Person, today: date) -> Any:
    """Return the code of the first open commitment that one in a row waits for, and that a person may read.

    `commitment_id` is the expression of the id of the row.
    """
    one = aliased(Commitment)
    readable = select(Commitment.id).where(Commitment.id == one.id, IS_OPEN, visible_to(person, today))
    query = select(one.code).join(Wait, Wait.awaited_id == one.id).where(Wait.commitment_id == commitment_id)
    query = query.where(readable.correlate(one).exists()).order_by(one.current_due, one.code).limit(1)
    return query.correlate_except(one, Wait).scalar_subquery()
