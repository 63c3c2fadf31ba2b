"""When silent parties are reminded, and who is notified that minutes can be approved."""

from __future__ import annotations

from datetime import datetime

from app.calendars.shifts import HolidayOn
from app.errors import NotNow
from forums.minutes.actions import require_approvable
from forums.minutes.models import Minutes
from forums.review import notices, queries
from forums.review.rules import FRESH, deputy_since, reminder_day


def is_due(minutes: Minutes, holiday_on: HolidayOn, *, at: datetime) -> bool:
    """Whether silent parties are reminded of circulated minutes at `at`."""
    until, sent = minutes.correction_until, minutes.circulated_at
    if until is None or sent is None or not sent + FRESH <= at <= until:
        return False
    zone = minutes.session.zone
    return at.astimezone(zone).date() >= reminder_day(until.astimezone(zone).date(), holiday_on)


def is_approvable(minutes: Minutes, at: datetime) -> bool:
    """Whether circulated minutes can be approved at `at`."""
    try:
        require_approvable(minutes, at)
    except NotNow:
        return False
    return True


def remind_approvers(minutes: Minutes, *, at: datetime) -> None:
    """Notify the presider of circulated minutes that they can be approved, and the deputy after their days."""
    if not is_approvable(minutes, at):
        return
    session = minutes.session
    if session.presider:
        notices.approvable(minutes, session.presider)
    deputy = queries.deputy_of(session.forum_id)
    if deputy is None or minutes.correction_until is None or deputy.person_id == session.presider_id:
        return
    if at > deputy_since(minutes.correction_until, deputy.days):
        notices.deputy_may_approve(minutes, deputy)
