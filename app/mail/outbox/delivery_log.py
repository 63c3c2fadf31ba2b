"""Writing down how tries ended, a few together: one transaction for each message would cost more than sending it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlalchemy import update

from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.mail.outbox.message import Outgoing
from app.mail.outbox.models import Mail, MailState

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440, 1440, 1440))
"""Waits between tries: four days in all, then the message is dead."""
AWAY = timedelta(minutes=30)
"""Longest wait after a try on which no server answered, however long the outage: that is not the message's fault."""
TOGETHER = 50
"""Most outcomes that wait to be written: what a process that is killed may send again, under the same Message-ID."""
PATIENCE = 0.05
"""Seconds that the first of them waits at most, if another message ends meanwhile: at a slow server few wait."""


class Outcome(NamedTuple):
    """How one try ended; without an error the message has left."""

    mail: Outgoing
    at: datetime
    error: str
    permanent: bool
    away: bool

    @property
    def state(self) -> MailState:
        """The state that the message has now."""
        if not self.error:
            return MailState.SENT
        spent = self.permanent or (self.mail.tries >= len(BACKOFF) and not self.away)
        return MailState.DEAD if spent else MailState.FAILED


class DeliveryLog:
    """Collects outcomes and writes them every few messages, and in any case at the end of its block."""

    def __init__(self, tally: Counter[MailState]) -> None:
        self.tally = tally
        self.open: list[Outcome] = []
        self.since = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.write()

    def note(self, mail: Outgoing, *, error: str = "", permanent: bool = False, away: bool = False) -> None:
        """Take down how a try ended; `away` when no server was there to hear of the message."""
        if not self.open:
            self.since = time.monotonic()
        self.open.append(Outcome(mail, utc_now(), error[:500], permanent, away))
        if len(self.open) >= TOGETHER or time.monotonic() - self.since > PATIENCE:
            self.write()

    def write(self) -> None:
        """Write all that was taken down, in one transaction: what left by one statement, each failure by its own."""
        outcomes, self.open = self.open, []
        if outcomes:
            with transaction():
                if left := [outcome.mail.id for outcome in outcomes if outcome.state is MailState.SENT]:
                    db.session.execute(_sent(left))
                for failure in (outcome for outcome in outcomes if outcome.state is not MailState.SENT):
                    db.session.execute(_failed(failure))
            self.tally.update(outcome.state for outcome in outcomes)


def _sent(ids: Sequence[UUID]) -> Any:
    """Return the statement that records what has left."""
    values = {"state": MailState.SENT, "tries": Mail.tries + 1, "sent_at": utc_now()}
    statement = update(Mail).where(Mail.id.in_(ids)).values(claimed_until=None, last_error="", **values)
    return statement.execution_options(synchronize_session=False)


def _failed(outcome: Outcome) -> Any:
    """Return the statement that records a failure, which says nothing about a claim that has passed to others."""
    mail, away = outcome.mail, outcome.away
    tries = min(mail.tries + 1, len(BACKOFF)) if away else mail.tries + 1
    values = {"state": outcome.state, "tries": tries, "claimed_until": None, "last_error": outcome.error}
    wait = BACKOFF[min(tries, len(BACKOFF)) - 1]
    again = outcome.at + (min(wait, AWAY) if away else wait)
    statement = update(Mail).where(Mail.id == mail.id, Mail.claimed_until == mail.claimed_until)
    return statement.values(next_try_at=again, **values).execution_options(synchronize_session=False)
