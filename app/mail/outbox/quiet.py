"""Quiet hours: what is due in them, and not urgent, waits until they end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from app.calendars.queries import holiday_lookup, working_hours
from app.clock import zone
from app.database import db
from app.mail.notifications.models import MailTimes
from app.mail.outbox.models import Mail


def postpone(ids: Collection[UUID], now: datetime) -> set[UUID]:
    """Let those of some due messages that are not urgent wait until the quiet hours of their people end; return them.

    The caller has locked the messages. Office mailboxes have no quiet hours.
    """
    waiting: defaultdict[datetime, set[UUID]] = defaultdict(set)
    people = _people_of(ids)
    if not people:
        return set()
    local, city = now.astimezone(zone()), working_hours().quiet
    holiday_on = holiday_lookup(local.date(), local.date())
    for mail_id, times in people.items():
        quiet = times.quiet(city) if times else city
        if end := quiet.end_of(local, holiday_on):
            waiting[end].add(mail_id)
    for end, some in waiting.items():
        later = update(Mail).where(Mail.id.in_(some)).values(next_try_at=end)
        db.session.execute(later.execution_options(synchronize_session=False))
    return set().union(*waiting.values())


def _people_of(ids: Collection[UUID]) -> dict[UUID, MailTimes | None]:
    """Return what the recipients of messages that can wait chose, by the ids of the messages."""
    query = select(Mail.id, MailTimes).outerjoin(MailTimes, MailTimes.person_id == Mail.person_id)
    rows = db.session.execute(query.where(Mail.id.in_(ids), Mail.person_id.is_not(None), ~Mail.urgent))
    return {row[0]: row[1] for row in rows}
