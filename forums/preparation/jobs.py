"""The daily job that reminds parties of what they were asked to prepare."""

from __future__ import annotations

from datetime import timedelta

from app.calendars.queries import holiday_lookup
from app.clock import today, utc_now
from app.jobs import job
from forums.preparation import notices, queries
from forums.preparation.rules import Reminder, reminder_due


@job("preparations", "cron", hour=7, minute=10)
def remind() -> None:
    """Remind a working day before the due date and on it, once each."""
    now, day = utc_now(), today()
    waiting = queries.to_remind(day, now)
    if not waiting:
        return
    holiday_on = holiday_lookup(day, day + timedelta(days=7))
    for preparation in waiting:
        reminder = reminder_due(preparation.due, day, is_free=lambda one: holiday_on(one) is not None)
        if reminder is Reminder.BEFORE and preparation.reminded_before_at is None:
            preparation.reminded_before_at = now
        elif reminder is Reminder.DUE and preparation.reminded_due_at is None:
            preparation.reminded_due_at = now
        else:
            continue
        notices.reminded(preparation, reminder)
