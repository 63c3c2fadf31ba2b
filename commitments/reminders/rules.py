"""When a commitment is reminded of: T−14 and T−3 the owner, T+1 the focal point, T+7 the head and secretariat."""

from __future__ import annotations

import enum
from datetime import date, timedelta

from commitments.registry.rules import CommitmentFacts

ANSWER_WITHIN = 5
"""Days after which a proposal or a submitted delivery that nobody answered is asked about once more."""


class Step(enum.Enum):
    """A reminder step; `days` counts from the current due date."""

    TWO_WEEKS_BEFORE = "T-14"
    THREE_DAYS_BEFORE = "T-3"
    DAY_AFTER = "T+1"
    WEEK_AFTER = "T+7"

    @property
    def days(self) -> int:
        """Days from the due date on which the step is reached."""
        return int(self.value.removeprefix("T"))


def due_step(commitment: CommitmentFacts, today: date) -> Step | None:
    """Return the latest reminder step that `commitment` has reached by `today`, or None.

    Days are calendar days from the current due date. A step missed in an outage is reached all the same, and earlier
    ones collapse into it. Commitments not binding yet, submitted or ended have none.
    """
    if not commitment.is_owed:  # accepted, in progress or blocked
        return None
    age = (today - commitment.current_due).days
    return max((step for step in Step if step.days <= age), default=None, key=lambda step: step.days)


def dues_at(step: Step, today: date) -> tuple[date | None, date]:
    """Return between which due dates, the first excluded, `step` is the latest that is reached by `today`."""
    later = min((other.days for other in Step if other.days > step.days), default=None)
    after = None if later is None else today - timedelta(days=later)
    return after, today - timedelta(days=step.days)


def steps_covered(step: Step) -> list[Step]:
    """Return `step` and the earlier ones that collapse into it."""
    return [other for other in Step if other.days <= step.days]
