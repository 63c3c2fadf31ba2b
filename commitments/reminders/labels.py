"""Labels of reminder steps."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from commitments.reminders.rules import Step

STEPS: dict[Step, Any] = {
    Step.TWO_WEEKS_BEFORE: _l("Reminder to the owner, 14 days before"),
    Step.THREE_DAYS_BEFORE: _l("Reminder to the owner, 3 days before"),
    Step.DAY_AFTER: _l("Owner and focal point, 1 day after"),
    Step.WEEK_AFTER: _l("Head and secretariat, 7 days after"),
    Step.TWO_WEEKS_AFTER: _l("Agenda of the next session, 14 days after"),
    Step.MONTH_AFTER: _l("Digest for leadership, 30 days after"),
}
HEADINGS: dict[Step, Any] = {
    Step.TWO_WEEKS_BEFORE: _l("Reminder to the owner"),
    Step.THREE_DAYS_BEFORE: _l("Reminder to the owner"),
    Step.DAY_AFTER: _l("Owner and focal point"),
    Step.WEEK_AFTER: _l("Head and secretariat"),
    Step.TWO_WEEKS_AFTER: _l("Agenda of the next session"),
    Step.MONTH_AFTER: _l("Digest for leadership"),
}
ICONS = {
    Step.TWO_WEEKS_BEFORE: "send",
    Step.THREE_DAYS_BEFORE: "send",
    Step.DAY_AFTER: "phone",
    Step.WEEK_AFTER: "building",
    Step.TWO_WEEKS_AFTER: "session",
    Step.MONTH_AFTER: "digest",
}
