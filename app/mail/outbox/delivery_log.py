"""Records delivery outcomes in batches: a transaction for each message would cost more than sending it."""

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
"""Waits between attempts, four days in total; after the last one the message is dead."""
AWAY = timedelta(minutes=30)
"""Maximum wait after an attempt on which the server was unreachable, which is not the message's fault."""
TOGETHER = 50
"""Maximum number of unrecorded outcomes: if the process is killed, these may be sent again with the same Message-ID."""
PATIENCE = 0.05
"""Maximum age in seconds of an unrecorded outcome when the next one is noted: with a slow server batches stay small."""


class Outcome(NamedTuple):
    """The outcome of an attempt; `error` is "" if the message was sent."""

    mail: Outgoing
    at: datetime
    error: str
    permanent: bool
    away: bool

    @property
    def state(self) -> MailState:
        """The new state of the message."""
        if not self.error:
            return MailState.SENT
        spent = self.permanent or (self.mail.tries >= len(BACKOFF) and not self.away)
        return MailState.DEAD if spent else MailState.FAILED


class DeliveryLog:
    """Collects outcomes and writes them in batches, and at the end of the `with` block."""

    def __init__(self, tally: Counter[MailState]) -> None:
        self.tally = tally
        self.open: list[Outcome] = []
        self.since = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.write()

    def note(self, mail: Outgoing, *, error: str = "", permanent: bool = False, away: bool = False) -> None:
        """Record the outcome of an attempt; `away` if the server was unreachable."""
        if not self.open:
            self.since = time.monotonic()
        self.open.append(Outcome(mail, utc_now(), error[:500], permanent, away))
        if len(self.open) >= TOGETHER or time.monotonic() - self.since > PATIENCE:
            self.write()

    def write(self) -> None:
        """Write all collected outcomes in one transaction: sent messages in one statement, each failure in another."""
        outcomes, self.open = self.open, []
        if outcomes:
            with transaction():
                if left := [outcome.mail.id for outcome in outcomes if outcome.state is MailState.SENT]:
                    db.session.execute(_sent(left))
                for failure in (outcome for outcome in outcomes if outcome.state is not MailState.SENT):
                    db.session.execute(_failed(failure))
            self.tally.update(outcome.state for outcome in outcomes)


def _sent(ids: Sequence[UUID]) -> Any:
    """Return the statement that marks messages as sent."""
    values = {"state": MailState.SENT, "tries": Mail.tries + 1, "sent_at": utc_now()}
    statement = update(Mail).where(Mail.id.in_(ids)).values(claimed_until=None, last_error="", **values)
    return statement.execution_options(synchronize_session=False)


def _failed(outcome: Outcome) -> Any:
    """Return the statement that records a failure, unless another process has claimed the message in the meantime."""
    mail, away = outcome.mail, outcome.away
    tries = min(mail.tries + 1, len(BACKOFF)) if away else mail.tries + 1
    values = {"state": outcome.state, "tries": tries, "claimed_until": None, "last_error": outcome.error}
    wait = BACKOFF[min(tries, len(BACKOFF)) - 1]
    again = outcome.at + (min(wait, AWAY) if away else wait)
    statement = update(Mail).where(Mail.id == mail.id, Mail.claimed_until == mail.claimed_until)
    return statement.values(next_try_at=again, **values).execution_options(synchronize_session=False)
