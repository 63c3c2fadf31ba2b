"""Queries for messages that were not sent or came back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select

from app.database import db
from app.mail.outbox.models import LEAVES_AT, Mail, MailState

UNSENT = (MailState.WAITING, MailState.FAILED, MailState.DEAD)


class Queued(NamedTuple):
    """A message as shown to administrators: recipient, kind and delivery status, without its content."""

    id: UUID
    recipient: str
    kind: str
    state: MailState
    tries: int
    last_error: str
    next_try_at: datetime
    created_at: datetime
    bounced_at: datetime | None
    bounce_reason: str


def unsent(*, state: MailState | None = None, limit: int, offset: int = 0) -> list[Queued]:
    """Return messages that were not sent, oldest first."""
    found = _queued().where(Mail.state.in_((state,) if state else UNSENT)).order_by(Mail.created_at, Mail.id)
    return [Queued._make(row) for row in db.session.execute(found.limit(limit).offset(offset))]


def bounced(*, limit: int, offset: int = 0) -> list[Queued]:
    """Return messages that were sent and came back, the latest first."""
    found = _queued().where(Mail.bounced_at.is_not(None)).order_by(Mail.bounced_at.desc(), Mail.id)
    return [Queued._make(row) for row in db.session.execute(found.limit(limit).offset(offset))]


def _queued() -> Select[*tuple[Any, ...]]:
    return select(*(LEAVES_AT if name == "next_try_at" else getattr(Mail, name) for name in Queued._fields))


def counts() -> dict[MailState, int]:
    """Return the number of messages in each unsent state."""
    counted = select(Mail.state, func.count().label("number")).where(Mail.state.in_(UNSENT)).group_by(Mail.state)
    found = {row.state: row.number for row in db.session.execute(counted)}
    return {state: found.get(state, 0) for state in UNSENT}


def count_bounced() -> int:
    """Return the number of messages that came back."""
    return db.session.scalar(select(func.count()).where(Mail.bounced_at.is_not(None))) or 0
