"""Queries for what people chose about their mail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.calendars.queries import holiday_lookup
from app.clock import zone
from app.database import db
from app.mail.notifications.models import MailChoice, MailTimes, Rhythm
from app.mail.notifications.rules import SUMMARY_AT, next_summary


def chosen(person_id: UUID) -> dict[str, Rhythm]:
    """Return how a person is told about topics, by their names, where it is not by a mail at once."""
    query = select(MailChoice.topic, MailChoice.rhythm).where(MailChoice.person_id == person_id)
    return {row.topic: row.rhythm for row in db.session.execute(query)}


def times_of(person_id: UUID) -> MailTimes:
    """Return the times that a person chose; an unsaved row with the usual ones if they chose none."""
    found = db.session.scalar(select(MailTimes).where(MailTimes.person_id == person_id))
    return found or MailTimes(person_id=person_id, quiet_days_off=False, summary_at=SUMMARY_AT)


def next_summary_of(person_id: UUID, rhythm: Rhythm, now: datetime) -> datetime:
    """Return when the next summary of a person is due after `now`, daily or weekly."""
    at, local = times_of(person_id).summary_at, now.astimezone(zone())
    holiday_on = holiday_lookup(local.date(), local.date())
    return next_summary(local, at, weekly=rhythm is Rhythm.WEEKLY, holiday_on=holiday_on)
