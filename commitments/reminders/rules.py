"""Rules of reminder steps: T−14 and T−3 (owner), T+1 (focal point), T+7 (head and secretariat)."""

from __future__ import annotations

import enum
from datetime import date, timedelta

from commitments.registry.rules import CommitmentFacts

ANSWER_WITHIN = 5
"""Days after which a reminder is sent for a proposal or a submitted delivery without an answer."""


class Step(enum.Enum):
    """A reminder step; `days` counts from the current due date."""

    TWO_WEEKS_BEFORE = "T-14"
    THREE_DAYS_BEFORE = "T-3"
    DAY_AFTER = "T+1"
    WEEK_AFTER = "T+7"

    @property
    def days(self) -> int:
        """Return the days from the due date to the day on which the step is reached; negative before it."""
        return int(self.value.removeprefix("T"))


def due_step(commitment: CommitmentFacts, today: date) -> Step | None:
    """Return the latest reminder step that `commitment` has reached by `today`, or None.

    Days are calendar days from the current due date. A step that was missed in an outage is still returned, in place
    of earlier ones. Commitments that are not binding yet, submitted or ended have none.
    """
    if not commitment.is_owed:  # accepted, in progress or blocked
        return None
    age = (today - commitment.current_due).days
    return max((step for step in Step if step.days <= age), default=None, key=lambda step: step.days)


def dues_at(step: Step, today: date) -> tuple[date | None, date]:
    """Return the range of due dates, the first excluded, for which `step` is the latest reached by `today`.

    The first is None if the range is open.
    """
    later = min((other.days for other in Step if other.days > step.days), default=None)
    after = None if later is None else today - timedelta(days=later)
    return after, today - timedelta(days=step.days)


def steps_covered(step: Step) -> list[Step]:
    """Return `step` and the earlier ones that it replaces."""
    return [other for other in Step if other.days <= step.days]
