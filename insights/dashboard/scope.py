"""What a dashboard covers: a window of days, and all that a person may read or a part of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement

from app.accounts.models import Person
from app.circles.models import Seat
from app.clock import zone
from app.organisations.models import Organisation
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from forums.scheduling.models import Forum
from forums.scheduling.queries import readable_forums
from insights.indicators.rules import Window

WINDOWS = (30, 90, 365)
"""Numbers of days, ending today, that can be chosen; the first is the default."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A window and whose objects are counted: those that `person` may read, of a forum or an organisation if given."""

    person: Person
    window: Window
    now: datetime
    forum: Forum | None = None
    organisation: Organisation | None = None

    @property
    def today(self) -> date:
        """Return the last day of the window."""
        return self.window.last

    @property
    def starts(self) -> datetime:
        """Return the instant at which the window begins."""
        return datetime.combine(self.window.first, time.min, zone())

    @property
    def starts_before(self) -> datetime:
        """Return the instant at which the window before begins."""
        return self.starts - timedelta(days=self.window.days)

    def commitments(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the commitments that count: those for which the organisation is responsible."""
        found = [visible_to(self.person, self.today)]
        if self.forum:
            found.append(Commitment.circle_id == self.forum.circle_id)
        if self.organisation:
            found.append(Commitment.responsible_id == self.organisation.id)
        return found

    def forums(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the forums that count."""
        found = [readable_forums(self.person, self.today)]
        if self.forum:
            found.append(Forum.id == self.forum.id)
        return found

    def seats(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the forums and seats whose attendance counts."""
        return [*self.forums(), *([Seat.organisation_id == self.organisation.id] if self.organisation else [])]


def organisation_id_of(text: str | None) -> UUID | None:
    """Return the id in a query string, or None if it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
