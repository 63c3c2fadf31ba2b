"""Writing down how tries ended, a few together: one transaction for each message would cost more than sending it."""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, NamedTuple, Self

from sqlalchemy import update

from app.clock import utc_now
from app.database import db
from app.outbox.message import Outgoing
from app.outbox.models import Mail, MailState
from app.transactions import transaction

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440, 1440, 1440))
"""Waits between tries: four days in all, then the message is dead."""
TOGETHER = 5
"""Most outcomes that wait to be written: what a process that is killed may send again, under the same Message-ID."""
PATIENCE = 0.2
"""Seconds that the first of them waits at most, if another message ends meanwhile."""


class Outcome(NamedTuple):
    """How one try ended; without an error the message has left."""

    mail: Outgoing
    at: datetime
    error: str
    permanent: bool

    @property
    def state(self) -> MailState:
        """The state that the message has now."""
        if not self.error:
            return MailState.SENT
        spent = self.permanent or self.mail.tries >= len(BACKOFF)
        return MailState.DEAD if spent else MailState.FAILED


class Journal:
    """Collects outcomes and writes them every few messages, and in any case at the end of its block."""

    def __init__(self, tally: Counter[MailState]) -> None:
        self.tally = tally
        self.open: list[Outcome] = []
        self.since = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.write()

    def note(self, mail: Outgoing, *, error: str = "", permanent: bool = False) -> None:
        """Take down how a try ended."""
        if not self.open:
            self.since = time.monotonic()
        self.open.append(Outcome(mail, utc_now(), error[:500], permanent))
        if len(self.open) >= TOGETHER or time.monotonic() - self.since > PATIENCE:
            self.write()

    def write(self) -> None:
        """Write all that was taken down, in one transaction."""
        outcomes, self.open = self.open, []
        if outcomes:
            with transaction():
                for outcome in outcomes:
                    db.session.execute(_written(outcome))
            self.tally.update(outcome.state for outcome in outcomes)


def _written(outcome: Outcome) -> Any:
    """Return the statement that records an outcome. A failure says nothing about a claim that has passed to others."""
    mail, state = outcome.mail, outcome.state
    tries = mail.tries + 1
    statement = update(Mail).where(Mail.id == mail.id).execution_options(synchronize_session=False)
    values: dict[str, Any] = {"state": state, "tries": tries, "claimed_until": None, "last_error": outcome.error}
    if state is MailState.SENT:
        return statement.values(sent_at=outcome.at, **values)
    wait = BACKOFF[min(tries, len(BACKOFF)) - 1]
    return statement.where(Mail.claimed_until == mail.claimed_until).values(next_try_at=outcome.at + wait, **values)
