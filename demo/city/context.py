"""What all parts of the load share: the random generator, the rows to insert, the codes and the current time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from html import escape
from itertools import accumulate, pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from app import clock
from app.accounts.models import Person
from app.database import db
from app.database.sequences import Counter
from app.mail.outbox.models import Mail, MailState
from demo.city.organisations import CityPerson
from demo.city.randomness import Randomness
from demo.city.rows import Rows

LOCAL = timezone(timedelta(hours=7))
"""Asia/Jakarta, which has no daylight saving time; a fixed offset is faster than the zone's table."""
A_MINUTE = timedelta(minutes=1)


class Codes:
    """Returns codes as `app.database.sequences` does, and stores the last numbers only in `write`."""

    def __init__(self) -> None:
        self._last = {one.id: one.value for one in db.session.scalars(select(Counter))}

    def next(self, kind: str, day: date, *, digits: int) -> str:
        """Return the next code of `kind` in the year of `day`."""
        scope = f"{kind}-{day.year}"
        self._last[scope] = self._last.get(scope, 0) + 1
        return f"{scope}-{self._last[scope]:0{digits}d}"

    def write(self) -> None:
        """Store the last numbers, so that the next codes follow them."""
        for scope, value in self._last.items():
            db.session.merge(Counter(id=scope, value=value))


@dataclass(slots=True, kw_only=True)
class Context:
    """The tools of one load; `coordinator_id` is the actor where no other person acts."""

    random: Randomness
    rows: Rows
    now: datetime
    coordinator_id: UUID
    codes: Codes = field(default_factory=Codes)

    @property
    def today(self) -> date:
        """The local date."""
        return day_of(self.now)

    @property
    def coordinator(self) -> Person:
        """The coordinator as an object of the current database session, for calls of actions."""
        return db.session.get_one(Person, self.coordinator_id)

    @contextmanager
    def acting_at(self, moment: datetime) -> Iterator[None]:
        """Set the clock to `moment` for calls of actions; the mails that they queue count as sent a minute later."""
        with clock.pretend(moment):
            yield
            db.session.flush()
        queued = update(Mail).where(Mail.state == MailState.WAITING, Mail.created_at == moment)
        sent = queued.values(state=MailState.SENT, tries=1, sent_at=moment + A_MINUTE)
        db.session.execute(sent.execution_options(synchronize_session=False))

    def add(self, target: Any, **values: Any) -> UUID:
        """Add a row with a new id, and return the id."""
        identity = self.random.uuid()
        self.rows.add(target, id=identity, **values)
        return identity

    def mail(self, to: CityPerson, subject: str, *, at: datetime, key: str | None = None) -> None:
        """Add a mail that was sent a minute after it was queued."""
        if to.email is None:
            return
        identity = self.random.uuid()
        self.rows.add(
            Mail,
            id=identity,
            key=key,
            message_id=f"<{identity}@selaras.example>",
            recipient=to.email,
            person_id=to.id,
            language="id",
            kind="commitments/notice",
            subject=subject[:300],
            text=f"{subject}\n",
            html=f"<p>{escape(subject)}</p>",
            headers={},
            attachments=[],
            state=MailState.SENT,
            tries=1,
            next_try_at=at,
            last_error="",
            created_at=at,
            sent_at=at + A_MINUTE,
        )


def day_of(moment: datetime) -> date:
    """Return the local date of a moment."""
    return moment.astimezone(LOCAL).date()


def spread(total: int, weights: Iterable[float]) -> list[int]:
    """Return whole numbers whose sum is `total` and which are about proportional to `weights`."""
    sums = [0.0, *accumulate(weights)]
    marks = [round(total * part / sums[-1]) for part in sums] if sums[-1] else []
    return [after - before for before, after in pairwise(marks)]
