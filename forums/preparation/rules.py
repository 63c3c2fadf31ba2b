"""Rules for reminding parties of what they prepare."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date

from forums.agenda.rules import working_day_before


class Reminder(enum.Enum):
    """The reminders about a preparation; each is sent once."""

    BEFORE = "before"
    DUE = "due"


def reminder_due(due: date, today: date, *, is_free: Callable[[date], bool]) -> Reminder | None:
    """Return the reminder that applies on `today`: on the due date, or from one working day before it.

    After the due date there is none. A reminder missed in an outage is replaced by the later one.
    """
    if today > due:
        return None
    if today == due:
        return Reminder.DUE
    return Reminder.BEFORE if today >= working_day_before(due, 1, is_free=is_free) else None
