"""What a dashboard covers: a window of days, and all that a person may read or a part of it, as of its last day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false

from agreements.registry.models import Agreement, Party
from agreements.registry.queries import readable_whole
from app.accounts.models import Person
from app.circles.models import Seat
from app.clock import end_of, local_date, midnight, utc_now
from app.organisations.models import Organisation
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from forums.decisions.models import Decision
from forums.decisions.queries import readable as readable_decisions
from forums.scheduling.models import Forum
from forums.scheduling.queries import readable_forums
from insights.indicators.models import DailyCount
from insights.indicators.rules import Window
from insights.indicators.then import Then, then_at

WINDOWS = (30, 90, 365)
"""Numbers of days that can be chosen; the first is the default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A window and whose objects are counted: those that `person` may read today, of one scope if given.

    `now` is the moment as of which everything is counted, on the last day of the window.
    """

    person: Person
    window: Window
    now: datetime
    is_past: bool = False
    """Whether `now` is not the present, so that the audit log must tell what was."""
    forum: Forum | None = None
    agreement: Agreement | None = None
    organisation: Organisation | None = None
    then: Then = field(init=False)

    def __post_init__(self) -> None:
        """Find the conditions of commitments at `now`, from the audit log if that is past."""
        then = then_at(self.now, self.today) if self.is_past else Then(self.today)
        object.__setattr__(self, "then", then)

    @property
    def today(self) -> date:
        """Return the last day of the window."""
        return self.window.last

    @property
    def reads_on(self) -> date:
        """Return the day that decides what the person may read: today."""
        return local_date(utc_now())

    @property
    def starts(self) -> datetime:
        """Return the instant at which the window begins."""
        return midnight(self.window.first)

    @property
    def starts_before(self) -> datetime:
        """Return the instant at which the window before begins."""
        return midnight(self.window.before.first)

    @property
    def circle_id(self) -> UUID | None:
        """Return the circle of the forum or agreement, or None."""
        chosen = self.forum or self.agreement
        return chosen.circle_id if chosen else None

    def span(self, window: Window) -> tuple[datetime, datetime]:
        """Return the first and the last instant of a window, no later than `now`."""
        return midnight(window.first), min(self.now, end_of(window.last))

    def commitments(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the commitments that count: those for which the organisation is responsible."""
        found = [visible_to(self.person, self.reads_on)]
        if self.circle_id:
            found.append(Commitment.circle_id == self.circle_id)
        if self.organisation:
            found.append(self.then.responsible_id == self.organisation.id)
        if self.is_past:
            found.append(Commitment.proposed_at <= self.now)
        return found

    def stored(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the daily counts that count."""
        found = []
        if self.circle_id:
            found.append(DailyCount.circle_id == self.circle_id)
        if self.organisation:
            found.append(DailyCount.organisation_id == self.organisation.id)
        return found

    def forums(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the forums that count; none does for an agreement."""
        found = [readable_forums(self.person, self.reads_on)]
        if self.circle_id:
            found.append(Forum.circle_id == self.circle_id)
        return found

    def seats(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the forums and seats whose attendance counts."""
        return [*self.forums(), *([Seat.organisation_id == self.organisation.id] if self.organisation else [])]

    def decisions(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the decisions that count; a decision belongs to no single organisation."""
        if self.organisation or self.agreement:
            return [false()]
        found = [readable_decisions(self.person, self.reads_on)]
        return [*found, Decision.forum_id == self.forum.id] if self.forum else found

    def agreements(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the agreements that count; none does for a forum."""
        if self.forum:
            return [false()]
        found = [readable_whole(self.person, self.reads_on)]
        if self.agreement:
            found.append(Agreement.id == self.agreement.id)
        if self.organisation:
            found.append(Agreement.parties.any(Party.seat.has(Seat.organisation_id == self.organisation.id)))
        return found
