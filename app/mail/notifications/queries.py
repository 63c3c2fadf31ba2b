"""Query for what people switched off."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.database import db
from app.mail.notifications.models import MailOptOut


def switched_off(person_id: UUID) -> set[str]:
    """Return the names of the topics that a person switched off."""
    return set(db.session.scalars(select(MailOptOut.topic).where(MailOptOut.person_id == person_id)))
