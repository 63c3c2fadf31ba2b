"""What people of the demo read, and how they want to be told."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import update

from app.calendars.working_hours import QuietHours
from app.database import db
from app.mail.notifications import actions
from app.mail.notifications.models import Rhythm
from app.mail.outbox.models import Mail
from demo.parties import Parties


def choose_notifications(parties: Parties, now: datetime) -> None:
    """Leave only proposed commitments unread, and let a focal point get summaries and keep quiet hours of their own."""
    read = update(Mail).where(Mail.kind != "commitments/proposed")
    db.session.execute(read.values(is_unread=False))
    person = parties.focal_point("dpmptsp")
    actions.choose(person, {"watching": Rhythm.DAILY, "approvals": Rhythm.WEEKLY}, at=now)
    quiet = QuietHours(starts=time(19), ends=time(6, 30), days_off=True)
    actions.choose_times(person, quiet, time(7, 30), at=now)
