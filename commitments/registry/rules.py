"""What a commitment is in plain facts: its states, its moves, whether it is late, how its colour is decided.

Days are calendar days in the instance's zone; dates come in as arguments.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from app.circles.rules import Classification


class Delivery(enum.Enum):
    """How far the responsible party is."""

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
    """What the other organisation found."""

    UNVERIFIED = "unverified"
    MET = "met"
    PARTIALLY_MET = "partially_met"
    RETURNED = "returned"
    DISPUTED = "disputed"


class Visibility(enum.Enum):
    """Who besides the parties may read a commitment."""

    PARTIES = "parties"
    CIRCLE = "circle"
    PUBLIC = "public"


def visibilities_within(classification: Classification) -> tuple[Visibility, ...]:
    """Return how far a commitment may be read in a circle of this classification, the narrowest first."""
    if classification is Classification.PUBLIC:
        return (Visibility.PARTIES, Visibility.CIRCLE, Visibility.PUBLIC)
    return (Visibility.PARTIES, Visibility.CIRCLE)


class Health(enum.Enum):
    """Red, amber, green, and grey for what has not begun or is over without a result."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


OWED = frozenset({Delivery.ACCEPTED, Delivery.IN_PROGRESS, Delivery.BLOCKED})
"""Binding and not yet delivered: what can be overdue and is reminded of."""
UNDECIDED = frozenset({Delivery.PROPOSED, Delivery.COUNTER_PROPOSED})
"""Not binding yet."""
OPEN = OWED | UNDECIDED | {Delivery.SUBMITTED}
ENDED = frozenset(Delivery) - OPEN

SOON = 7
"""Days before the due date from which a commitment is amber."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentFacts:
    """The facts that rules look at."""

    delivery: Delivery
    first_due: date
    """The date that both sides first agreed on, which extensions never move; the proposed one until they agree."""
    current_due: date
    progress: int = 0
    accepted_on: date | None = None
    met_on: date | None = None
    """The date of the submission that was later found to meet the criteria."""

    @property
    def is_owed(self) -> bool:
        """Whether it binds and is not delivered."""
        return self.delivery in OWED

    def days_late(self, today: date) -> int:
        """Return how many days past its current due date it is owed; 0 when it is not late."""
        return max(0, (today - self.current_due).days) if self.is_owed else 0

    @property
    def agreed_due(self) -> date | None:
        """The first due date, or None as long as the two sides have not agreed on any."""
        return None if self.accepted_on is None else self.first_due

    @property
    def was_on_time(self) -> bool | None:
        """Whether the delivery that was met came on or before the *first* due date; None while none was met."""
        return None if self.met_on is None else self.met_on <= self.first_due

    def is_behind(self, today: date) -> bool:
        """Whether progress lags behind the time that passed since acceptance by more than a quarter."""
        if self.accepted_on is None or not self.is_owed:
            return False
        span = (self.current_due - self.accepted_on).days
        return span > 0 and self.progress < 100 * (today - self.accepted_on).days / span - 25

    def health(self, today: date) -> Health:
        """Return its colour: red late or blocked, amber due within a week or behind, grey not begun or cancelled."""
        if self.delivery is Delivery.BLOCKED or self.days_late(today):
            return Health.RED
        if self.delivery in {Delivery.CLOSED, Delivery.SUBMITTED}:
            return Health.GREEN
        if not self.is_owed:
            return Health.GREY
        soon = (self.current_due - today).days <= SOON
        return Health.AMBER if soon or self.is_behind(today) else Health.GREEN


def worst(healths: list[Health]) -> Health:
    """Return the colour of a forum or agreement: that of its worst commitment, grey when it has none."""
    for colour in (Health.RED, Health.AMBER, Health.GREEN):
        if colour in healths:
            return colour
    return Health.GREY
