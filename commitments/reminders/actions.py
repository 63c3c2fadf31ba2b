"""Actions: remind outside the daily schedule, snooze, answer a reminder, and choose the schedule of a circle."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.circles.models import Circle
from app.clock import local_date
from app.database import db
from app.errors import NotNow, RuleViolation
from app.web.i18n import day
from commitments.delivery.models import Act
from commitments.delivery.timeline import add_update
from commitments.registry.models import Commitment
from commitments.registry.rules import OWED, Delivery
from commitments.reminders import notices, queries
from commitments.reminders.models import ReminderSchedule, Snooze
from commitments.reminders.rules import Schedule, Step, last_day_of_snooze

PAUSE = timedelta(days=1)
"""Minimum time between two reminders that people send about the same commitment."""


def remind(commitment: Commitment, *, by: Person, at: datetime) -> None:
    """Remind the responsible party, or the verifier of a submitted delivery.

    Raises NotNow if the commitment waits for neither, or within `PAUSE` of the last reminder.
    """
    if commitment.delivery not in {Delivery.PROPOSED, Delivery.SUBMITTED, *OWED}:
        raise NotNow(_l("No answer or delivery is outstanding for this commitment"))
    if queries.was_reminded(commitment.id, at - PAUSE):
        raise NotNow(_l("A reminder was already sent within the last 24 hours"))
    notices.remind_now(commitment, at)
    audit.record(queries.REMINDED, commitment, by=by, at=at)


def snooze(commitment: Commitment, *, until: date, reason: str, by: Person, at: datetime) -> None:
    """Send no reminders about the current due date up to and including `until`; the date itself stays.

    A later snooze replaces the present one. Raises RuleViolation for a day in the past, or after the last day that the
    rules allow.
    """
    commitment.require(*OWED)
    today = local_date(at)
    row = queries.snooze_of(commitment)
    last = last_day_of_snooze(row.since if row else today)
    if until < today:
        raise RuleViolation(_l("This date is in the past. Choose today or later"), field="until")
    if until > last:
        words = _l(
            "Reminders can be snoozed for 14 days in all, until %(day)s. Request an extension instead", day=day(last)
        )
        raise RuleViolation(words, field="until")
    row = row or Snooze(commitment_id=commitment.id, due=commitment.current_due, since=today)
    row.until = until
    db.session.add(row)
    audit.record("commitment.snoozed", commitment, by=by, at=at, until=until)
    add_update(commitment, Act.SNOOZED, by=by, at=at, text=reason, due=until)


def confirm_plan(commitment: Commitment, *, by: Person, at: datetime) -> None:
    """Record that the responsible party expects to keep the due date."""
    commitment.require(*OWED)
    audit.record("commitment.on_track", commitment, by=by, at=at)
    add_update(commitment, Act.ON_TRACK, by=by, at=at)


def change_schedule(circle: Circle, schedule: Schedule, *, by: Person, at: datetime) -> None:
    """Set which steps a circle takes, and when its mails may leave."""
    row = queries.schedule_row(circle.id) or ReminderSchedule(circle_id=circle.id)
    row.steps = [step.value for step in Step if step in schedule.steps]
    row.working_days_only = schedule.working_days_only
    row.from_hour, row.until_hour = schedule.from_hour, schedule.until_hour
    row.friday_pause = schedule.friday_pause
    db.session.add(row)
    audit.record("circle.reminders_scheduled", circle, by=by, at=at, circle_id=circle.id, steps=row.steps)
