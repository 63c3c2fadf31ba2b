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


def times_of(person_id: UUID) -> MailTimes | None:
    """Return the times that a person chose, or None if they chose none."""
    return db.session.scalar(select(MailTimes).where(MailTimes.person_id == person_id))


def next_summary_of(person_id: UUID, rhythm: Rhythm, now: datetime) -> datetime:
    """Return when the next summary of a person is due after `now`, daily or weekly."""
    times, local = times_of(person_id), now.astimezone(zone())
    at = times.summary_at if times else SUMMARY_AT
    holiday_on = holiday_lookup(local.date(), local.date())
    return next_summary(local, at, weekly=rhythm is Rhythm.WEEKLY, holiday_on=holiday_on)
