"""What every part of the city is made with: chance, rows, codes and the present."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from html import escape
from itertools import accumulate, pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.database import db
from app.database.sequences import Counter
from app.mail.outbox.models import Mail, MailState
from demo.city.chance import Chance
from demo.city.offices import Member
from demo.city.rows import Rows

LOCAL = timezone(timedelta(hours=7))
"""Asia/Jakarta, which knows no summer time; asking the zone's table costs more."""


class Codes:
    """Gives codes out as `app.database.sequences` does, and keeps how far it came until `write`."""

    def __init__(self) -> None:
        self._last = {one.id: one.value for one in db.session.scalars(select(Counter))}

    def next(self, kind: str, day: date, *, digits: int) -> str:
        """Return the next code of `kind` in the year of `day`."""
        scope = f"{kind}-{day.year}"
        self._last[scope] = self._last.get(scope, 0) + 1
        return f"{scope}-{self._last[scope]:0{digits}d}"

    def write(self) -> None:
        """Keep the last numbers, so that the next codes follow."""
        for scope, value in self._last.items():
            db.session.merge(Counter(id=scope, value=value))


@dataclass(slots=True, kw_only=True)
class Making:
    """The tools of one load; `coordinator_id` is who does what nobody else would."""

    chance: Chance
    rows: Rows
    now: datetime
    coordinator_id: UUID
    codes: Codes = field(default_factory=Codes)

    @property
    def today(self) -> date:
        """The local date."""
        return day_of(self.now)

    def add(self, target: Any, **values: Any) -> UUID:
        """Add a row with a new id, and return the id."""
        identity = self.chance.identity()
        self.rows.add(target, id=identity, **values)
        return identity

    def mail(self, to: Member, subject: str, *, at: datetime, key: str | None = None) -> None:
        """Add a mail that left a minute after it was written."""
        if to.email is None:
            return
        identity = self.chance.identity()
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
            sent_at=at + timedelta(minutes=1),
        )


def day_of(moment: datetime) -> date:
    """Return the local date of a moment."""
    return moment.astimezone(LOCAL).date()


def spread(total: int, weights: Iterable[float]) -> list[int]:
    """Return whole numbers that add up to `total` and stand to each other about as `weights` do."""
    sums = [0.0, *accumulate(weights)]
    marks = [round(total * part / sums[-1]) for part in sums] if sums[-1] else []
    return [after - before for before, after in pairwise(marks)]
