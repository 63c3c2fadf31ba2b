"""Jobs that send invitations, change notifications and reminders; after an outage each is sent once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.clock import utc_now
from app.jobs import job
from forums.invitations import actions, change_notices, due, reminding
from forums.invitations.rules import reminder_days

FURTHEST = timedelta(days=15)
"""The earliest automatic reminder, before the start of a session."""


@job("invitations", "cron", hour="6-20", minute=5)
def send_invitations() -> None:
    """Send the invitations of sessions in the next days."""
    actions.invite_ahead(at=utc_now())


@job("session_changes", seconds=5)
def send_change_notices() -> Iterator[None]:
    """Notify invitees of changes that are at least a minute old, forum by forum."""
    now = utc_now()
    for forum_id in change_notices.due_forums(at=now):
        change_notices.send_pending(forum_id, at=now)
        yield


@job("answer_reminders", "cron", hour="7-20", minute=15)
def remind_those_who_did_not_answer() -> None:
    """Remind those who have not answered, once on each of the days before a session that their forum has set."""
    now = utc_now()
    for session in due.to_remind(now, now + FURTHEST):
        if days := reminder_days(session.starts_at, now, session.zone, session.forum.reminder_days):
            reminding.by_step(session, days, at=now)
