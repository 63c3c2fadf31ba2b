"""Reminds of a late commitment of the demo, day by day, with the answers of its party."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from app import clock
from app.accounts.models import Person
from app.calendars.queries import holiday_lookup
from app.clock import local_date, midnight
from app.database import db
from app.mail.outbox.models import Mail, MailState
from commitments.delivery.actions import Report, report
from commitments.registry.models import Commitment
from commitments.reminders.actions import confirm_plan
from commitments.reminders.daily_mail import write_mails
from commitments.reminders.jobs import take
from commitments.reminders.rules import DEFAULT, Step

HELP = "Format data tiga koridor berbeda; kami perlu contoh berkas dari JSC."
MORNING = timedelta(hours=6)
LATER = timedelta(hours=3)


def remind_of_late(commitment: Commitment, owner: Person, until: datetime) -> None:
    """Take the steps reached by `until`; its party answers the first, and asks for help when it is late."""
    due = commitment.current_due
    holiday_on = holiday_lookup(due - timedelta(days=30), local_date(until))
    for step in Step:
        at = midnight(DEFAULT.date_of(step, due, holiday_on)) + MORNING
        if at + LATER > until:
            break
        with clock.pretend(at):
            take(commitment, [step], [step], at)
            db.session.flush()
            list(write_mails(at))
            db.session.execute(
                update(Mail)
                .where(Mail.key.startswith("reminders:"), Mail.sent_at.is_(None))
                .values(state=MailState.SENT, sent_at=Mail.next_try_at)
            )
        with clock.pretend(at + LATER):
            if step is Step.TWO_WEEKS_BEFORE:
                confirm_plan(commitment, by=owner, at=at + LATER)
            elif step is Step.DAY_AFTER:
                details = Report(progress=commitment.progress, text=HELP, help_needed=True)
                report(commitment, details, by=owner, at=at + LATER)
