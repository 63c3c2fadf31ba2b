"""What people of the demo read, and how they want to be told."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import update

from app.calendars.working_hours import QuietHours
from app.database import db
from app.mail.notifications import actions
from app.mail.notifications.models import Rhythm
from app.mail.outbox.models import Mail
from demo.parties import Parties

READ = timedelta(days=4)
"""Age of the mails that everyone has read."""


def choose_notifications(parties: Parties, now: datetime) -> None:
    """Mark older mails as read, and let a focal point get news in summaries and keep quiet hours of their own."""
    db.session.execute(update(Mail).where(Mail.created_at < now - READ).values(is_unread=False))
    person = parties.focal_point("dpmptsp")
    actions.choose(person, {"watching": Rhythm.DAILY, "approvals": Rhythm.WEEKLY}, at=now)
    quiet = QuietHours(starts=time(19), ends=time(6, 30), days_off=True)
    actions.choose_times(person, quiet, time(7, 30), at=now)
