"""Actions: choose about which topics one gets mail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete

from app import audit
from app.accounts.models import Person
from app.database import db
from app.mail.notifications import queries
from app.mail.notifications.models import MailOptOut
from app.mail.notifications.topics import topics


def choose(person: Person, wanted: Collection[str], *, at: datetime) -> None:
    """Send a person mail about `wanted` topics, and about no other one that can be switched off."""
    off = {one.name for one in topics()} - set(wanted)
    before = queries.switched_off(person.id)
    if off == before:
        return
    db.session.execute(delete(MailOptOut).where(MailOptOut.person_id == person.id, MailOptOut.topic.not_in(off)))
    db.session.add_all(MailOptOut(person_id=person.id, topic=name, at=at) for name in sorted(off - before))
    audit.record("notifications.chosen", person, by=person, at=at)


def switch_off(person: Person, topic: str, *, at: datetime) -> None:
    """Send a person no more mail about one topic."""
    off = queries.switched_off(person.id) | {topic}
    choose(person, {one.name for one in topics()} - off, at=at)
