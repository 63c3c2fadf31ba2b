"""What stands in the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select

from app.database import figure
from app.outbox.models import Mail, MailState
from app.statements import prepared, selected

UNSENT = (MailState.WAITING, MailState.FAILED, MailState.DEAD)


_COUNTED = select(Mail.state, func.count()).where(Mail.state.in_(UNSENT)).group_by(Mail.state)


class Queued(NamedTuple):
    """A message as the administrator sees it: to whom, of which kind, how it went. Its content is none of theirs."""

    id: UUID
    recipient: str
    kind: str
    state: MailState
    tries: int
    last_error: str
    next_try_at: datetime
    created_at: datetime


def unsent(*, state: MailState | None = None, limit: int, offset: int = 0) -> list[Queued]:
    """Return messages that have not left, the oldest first."""
    return list(map(Queued._make, selected(*_unsent(offset, states=(state,) if state else UNSENT, limit=limit))))


@prepared
def _unsent(skipped: int, *, states: tuple[MailState, ...], limit: int) -> Select[*tuple[Any, ...]]:
    columns = (getattr(Mail, name) for name in Queued._fields)
    found = select(*columns).where(Mail.state.in_(states)).order_by(Mail.created_at, Mail.id)
    return found.limit(figure(limit)).offset(skipped)


def counts() -> dict[MailState, int]:
    """Return how many messages are in each state that needs something yet."""
    found = {row[0]: row[1] for row in selected(_COUNTED, {})}
    return {state: found.get(state, 0) for state in UNSENT}
