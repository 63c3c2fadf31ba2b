"""Rules of commitments: states, visibility, lateness and health. Days are calendar days in the instance's zone."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, timedelta

from app.circles.rules import Classification


class Delivery(enum.Enum):
    """Status of the responsible party's work."""

    PROPOSED = "proposed"
    COUNTER_PROPOSED = "counter_proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    SUBMITTED = "submitted"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class Verification(enum.Enum):
    """Finding of the verifier organisation."""

    UNVERIFIED = "unverified"
    MET = "met"
    PARTIALLY_MET = "partially_met"
    RETURNED = "returned"
    DISPUTED = "disputed"


class Visibility(enum.Enum):
    """Who may read a commitment besides the parties."""

    PARTIES = "parties"
    CIRCLE = "circle"
    PUBLIC = "public"


def visibilities_within(classification: Classification) -> tuple[Visibility, ...]:
    """Return the visibilities that a circle of this classification allows, narrowest first."""
    if classification is Classification.PUBLIC:
        return (Visibility.PARTIES, Visibility.CIRCLE, Visibility.PUBLIC)
    return (Visibility.PARTIES, Visibility.CIRCLE)


class Plan(enum.Enum):
    """The plan of the city that a commitment carries out."""

    RPJPD = "rpjpd"
    """The long-term plan of regional development."""
    RPJMD = "rpjmd"
    """The medium-term plan."""
    PROGRAMME = "programme"


class Funds(enum.Enum):
    """Where the money for a commitment comes from."""

    APBD = "apbd"
    """The budget of the region."""
    BLUD = "blud"
    """Own income of a public service agency."""
    PARTNER = "partner"
    OTHER = "other"


class Rhythm(enum.Enum):
    """How often the responsible party reports."""

    NONE = "none"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


DAYS_BETWEEN_REPORTS = {Rhythm.WEEKLY: 7, Rhythm.FORTNIGHTLY: 14, Rhythm.MONTHLY: 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What can be said of a commitment besides what it promises; all of it is optional."""

    rhythm: Rhythm = Rhythm.NONE
    plan: Plan | None = None
    plan_note: str = ""
    funds: Funds | None = None
    funds_note: str = ""


NOTHING_STATED = Particulars()


class Health(enum.Enum):
    """Health as a colour; grey: not begun, or ended without a result."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


OWED = frozenset({Delivery.ACCEPTED, Delivery.IN_PROGRESS, Delivery.BLOCKED})
"""Binding and not yet delivered: only these can be overdue and get reminders."""
UNDECIDED = frozenset({Delivery.PROPOSED, Delivery.COUNTER_PROPOSED})
"""Not binding yet."""
OPEN = OWED | UNDECIDED | {Delivery.SUBMITTED}
ENDED = frozenset(Delivery) - OPEN

SOON = 7
"""Days before the due date from which a commitment is amber."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentFacts:
    """The facts of a commitment that rules evaluate; `progress` is a percentage."""

    delivery: Delivery
    first_due: date
    """The date that both sides first agreed on, which extensions never change; before agreement the proposed date."""
    current_due: date
    progress: int = 0
    accepted_on: date | None = None
    met_on: date | None = None
    """The date of the submission that was later found to meet the criteria."""
    rhythm: Rhythm = Rhythm.NONE
    reported_on: date | None = None
    """The day of the last report."""

    @property
    def is_owed(self) -> bool:
        """Return whether it is binding and not delivered."""
        return self.delivery in OWED

    @property
    def is_open(self) -> bool:
        """Return whether it has not ended."""
        return self.delivery in OPEN

    def days_late(self, today: date) -> int:
        """Return the number of days past the current due date; 0 if it is not late or not owed."""
        return max(0, (today - self.current_due).days) if self.is_owed else 0

    @property
    def next_report(self) -> date | None:
        """Return the day by which the next report is due, from the last one or from acceptance; None without a rhythm.

        Only owed commitments are reported on.
        """
        days, last = DAYS_BETWEEN_REPORTS.get(self.rhythm), self.reported_on or self.accepted_on
        return last + timedelta(days=days) if days and last and self.is_owed else None

    def awaits_report(self, today: date) -> bool:
        """Return whether a report is due by `today`."""
        return self.next_report is not None and self.next_report <= today

    @property
    def agreed_due(self) -> date | None:
        """Return the first due date, or None until both sides agree on one."""
        return None if self.accepted_on is None else self.first_due

    @property
    def was_on_time(self) -> bool | None:
        """Return whether the accepted delivery came on or before the *first* due date; None if there is none yet."""
        return None if self.met_on is None else self.met_on <= self.first_due

    def is_behind(self, today: date) -> bool:
        """Return whether progress is more than 25 points below the share of time that passed since acceptance."""
        if self.accepted_on is None or not self.is_owed:
            return False
        span = (self.current_due - self.accepted_on).days
        return span > 0 and self.progress < 100 * (today - self.accepted_on).days / span - 25

    def health(self, today: date) -> Health:
        """Return the health.

        Red: late or blocked. Green: submitted or closed. Grey: not binding, or ended without a result. Amber: due
        within `SOON` days, or behind.
        """
        if self.delivery is Delivery.BLOCKED or self.days_late(today):
            return Health.RED
        if self.delivery in {Delivery.CLOSED, Delivery.SUBMITTED}:
            return Health.GREEN
        if not self.is_owed:
            return Health.GREY
        soon = (self.current_due - today).days <= SOON
        return Health.AMBER if soon or self.is_behind(today) else Health.GREEN


def worst(healths: list[Health]) -> Health:
    """Return the worst of the healths of a forum's or agreement's commitments; grey if there are none."""
    for colour in (Health.RED, Health.AMBER, Health.GREEN):
        if colour in healths:
            return colour
    return Health.GREY
