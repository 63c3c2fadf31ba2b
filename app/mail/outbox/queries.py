"""Queries for messages that were not sent."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from app.database import db
from app.mail.outbox.models import Mail, MailState

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


def unsent(*, state: MailState | None = None, limit: int, offset: int = 0) -> list[Queued]:
    """Return messages that were not sent, oldest first."""
    columns = (getattr(Mail, name) for name in Queued._fields)
    found = select(*columns).where(Mail.state.in_((state,) if state else UNSENT)).order_by(Mail.created_at, Mail.id)
    return [Queued._make(row) for row in db.session.execute(found.limit(limit).offset(offset))]


def counts() -> dict[MailState, int]:
    """Return the number of messages in each unsent state."""
    counted = select(Mail.state, func.count().label("number")).where(Mail.state.in_(UNSENT)).group_by(Mail.state)
    found = {row.state: row.number for row in db.session.execute(counted)}
    return {state: found.get(state, 0) for state in UNSENT}
