"""Queries for what people chose about their mail."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.database import db
from app.mail.notifications.models import MailOptOut, MailTimes


def switched_off(person_id: UUID) -> set[str]:
    """Return the names of the topics that a person switched off."""
    return set(db.session.scalars(select(MailOptOut.topic).where(MailOptOut.person_id == person_id)))


def times_of(person_id: UUID) -> MailTimes | None:
    """Return the times that a person chose, or None if they chose none."""
    return db.session.scalar(select(MailTimes).where(MailTimes.person_id == person_id))
