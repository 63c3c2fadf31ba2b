"""Queries of escalated commitments and their agenda items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, update

from app.accounts.models import Person
from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.rules import OWED
from commitments.reminders.models import Reminder
from commitments.reminders.rules import Step
from forums.agenda.models import AgendaItem
from forums.escalation.models import EscalatedItem
from forums.scheduling.models import Forum, Session
from forums.scheduling.queries import readable_forums


def forum_of(circle_id: UUID) -> Forum | None:
    """Return the forum of a circle, unless it is archived or the circle is an agreement's."""
    return db.session.scalar(select(Forum).where(Forum.circle_id == circle_id, Forum.archived_at.is_(None)))


def is_placed(commitment: Commitment) -> bool:
    """Return whether an item about a commitment and its current due date exists."""
    own = (EscalatedItem.commitment_id == commitment.id, EscalatedItem.due == commitment.current_due)
    return db.session.scalar(select(EscalatedItem.id).where(*own)) is not None


def not_placed(today: date) -> Sequence[Commitment]:
    """Return the commitments that are two weeks late, owed, and waited for a session to be planned, by due date."""
    own = (EscalatedItem.commitment_id == Reminder.commitment_id, EscalatedItem.due == Reminder.due)
    query = (
        select(Commitment)
        .join(Reminder, (Reminder.commitment_id == Commitment.id) & (Reminder.due == Commitment.current_due))
        .join(Forum, Forum.circle_id == Commitment.circle_id)
        .where(
            Reminder.step == Step.TWO_WEEKS_AFTER,
            Reminder.silent.is_(False),
            Commitment.delivery.in_(OWED),
            Commitment.current_due <= today - timedelta(days=Step.TWO_WEEKS_AFTER.days),
            Forum.archived_at.is_(None),
            ~select(EscalatedItem.id).where(*own).exists(),
        )
    )
    return db.session.scalars(query.order_by(Commitment.current_due, Commitment.code)).all()


class Placed(NamedTuple):
    """The session on whose agenda a commitment is, and whether the reader may open it."""

    session_id: UUID
    number: int
    title: str | None
    series_id: UUID | None
    starts_at: datetime
    timezone: str
    is_readable: bool


def placed(commitment: Commitment, reader: Person, today: date) -> Placed | None:
    """Return the session on whose agenda a commitment is for its current due date, or None."""
    columns: tuple[Any, ...] = (Session.id, Session.number, Session.title, Session.series_id)
    query = (
        select(*columns, Session.starts_at, Session.timezone, readable_forums(reader, today))
        .select_from(EscalatedItem)
        .join(AgendaItem, AgendaItem.id == EscalatedItem.item_id)
        .join(Session, Session.id == AgendaItem.session_id)
        .join(Session.forum)
        .join(Forum.circle)
        .where(EscalatedItem.commitment_id == commitment.id, EscalatedItem.due == commitment.current_due)
    )
    found = db.session.execute(query).first()
    return Placed._make(found) if found else None


def follow(earlier: AgendaItem, item: AgendaItem) -> None:
    """Let a commitment whose item was carried over be on the agenda of the later one."""
    moved = update(EscalatedItem).where(EscalatedItem.item_id == earlier.id)
    db.session.execute(moved.values(item_id=item.id))
