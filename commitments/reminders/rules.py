"""Rules of reminder steps: which are reached, what each does, and when mails of a circle may leave."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.calendars.shifts import HolidayOn, is_day_off, nearest_working_day
from app.calendars.working_hours import FRIDAY, WorkingHours
from commitments.registry.rules import CommitmentFacts

ANSWER_WITHIN = 5
"""Days after which a reminder is sent for a proposal or a submitted delivery without an answer."""
LONGEST_SNOOZE = timedelta(days=14)
"""How long reminders about one due date can be snoozed in all, from the day on which they first were."""
LATEST_OPENING = 10
EARLIEST_CLOSING = 14
"""Hours that every schedule leaves open, so that the steps of several circles fit into one mail a day."""


class Step(enum.Enum):
    """A reminder step; `days` counts from the current due date."""

    TWO_WEEKS_BEFORE = "T-14"
    THREE_DAYS_BEFORE = "T-3"
    DAY_AFTER = "T+1"
    WEEK_AFTER = "T+7"
    TWO_WEEKS_AFTER = "T+14"
    MONTH_AFTER = "T+30"

    @property
    def days(self) -> int:
        """Return the days from the due date to the day on which the step is reached; negative before it."""
        return int(self.value.removeprefix("T"))


MAILED = (Step.TWO_WEEKS_BEFORE, Step.THREE_DAYS_BEFORE, Step.DAY_AFTER, Step.WEEK_AFTER)
"""Steps that send mail. The others put the commitment on an agenda (T+14) and into a digest (T+30)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What reminders of a circle do, and when: `from_hour` to `until_hour` in the instance's zone.

    The values here are those of circles for which nobody chose others.
    """

    steps: frozenset[Step] = frozenset(Step)
    working_days_only: bool = True
    from_hour: int = 7
    until_hour: int = 18
    friday_pause: bool = True
    """Whether no mail leaves during the Friday prayer."""

    def opening(self, now: datetime, *, is_day_off: bool, hours: WorkingHours) -> datetime | None:
        """Return the first moment of today, not before `now`, at which mails may leave, or None.

        `now` and the result are wall times in the instance's zone.
        """
        if is_day_off and self.working_days_only:
            return None
        moment = max(now, now.replace(hour=self.from_hour, minute=0, second=0, microsecond=0))
        begins, ends = (
            datetime.combine(moment, each, moment.tzinfo)
            for each in (hours.friday_prayer_starts, hours.friday_prayer_ends)
        )
        if self.friday_pause and moment.weekday() == FRIDAY and begins <= moment < ends:
            moment = ends
        return moment if moment.hour < self.until_hour else None

    def date_of(self, step: Step, due: date, holiday_on: HolidayOn) -> date:
        """Return the day on which a step is taken: on a day off it moves to the next working day."""
        day = due + timedelta(days=step.days)
        if self.working_days_only and is_day_off(day, holiday_on):
            return nearest_working_day(day, holiday_on, step=1)
        return day


DEFAULT = Schedule()


def due_step(commitment: CommitmentFacts, today: date) -> Step | None:
    """Return the latest reminder step that `commitment` has reached by `today`, or None.

    Days are calendar days from the current due date. A step that was missed in an outage or on days off is still
    returned, in place of earlier ones. Commitments that are not binding yet, submitted or ended have none.
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


def steps_carried_out(steps: Iterable[Step], schedule: Schedule) -> list[Step]:
    """Return which of the steps that are taken together have an effect: those that are on, of the mails the last."""
    wanted = [step for step in Step if step in schedule.steps and step in set(steps)]
    mailed = [step for step in wanted if step in MAILED]
    return [*mailed[-1:], *(step for step in wanted if step not in MAILED)]


def last_day_of_snooze(since: date) -> date:
    """Return the last day to which reminders can be snoozed that were first snoozed on `since`."""
    return since + LONGEST_SNOOZE
