"""Quiet hours: what is due in them, and not urgent, waits until they end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update

from app.accounts.models import Person
from app.calendars.queries import holiday_lookup, working_hours
from app.clock import zone
from app.database import db
from app.mail.notifications.models import MailTimes
from app.mail.outbox.models import Mail, MailState


def postpone(ids: Collection[UUID], now: datetime) -> set[UUID]:
    """Let those of some due messages that are not urgent wait until the quiet hours of their people end; return them.

    They wait no longer than until they are urgent. The caller has locked the messages. Office mailboxes have no quiet
    hours.
    """
    waiting: defaultdict[datetime, set[UUID]] = defaultdict(set)
    people = _people_of(ids, now)
    if not people:
        return set()
    local, city = now.astimezone(zone()), working_hours().quiet
    holiday_on = holiday_lookup(local.date(), local.date())
    for mail_id, (urgent_from, times) in people.items():
        quiet = times.quiet(city) if times else city
        if end := quiet.end_of(local, holiday_on):
            waiting[min(end, urgent_from or end)].add(mail_id)
    for end, some in waiting.items():
        later = update(Mail).where(Mail.id.in_(some)).values(quiet_until=end)
        db.session.execute(later.execution_options(synchronize_session=False))
    return set().union(*waiting.values())


def release(person: Person | None = None) -> None:
    """Let the next delivery decide anew which messages wait in quiet hours: those to a person, or all.

    Those that do not wait yet are written too, because a delivery that has not ended may be postponing them.
    """
    waiting = update(Mail).where(Mail.state.in_((MailState.WAITING, MailState.FAILED)))
    if person is not None:
        waiting = waiting.where(Mail.person_id == person.id)
    db.session.execute(waiting.values(quiet_until=None))


def _people_of(ids: Collection[UUID], now: datetime) -> dict[UUID, tuple[datetime | None, MailTimes | None]]:
    """Return when messages that can wait become urgent, and what their recipients chose, by the ids of the messages."""
    query = select(Mail.id, Mail.urgent_from, MailTimes).outerjoin(MailTimes, MailTimes.person_id == Mail.person_id)
    can_wait = or_(Mail.urgent_from.is_(None), Mail.urgent_from > now)
    rows = db.session.execute(query.where(Mail.id.in_(ids), Mail.person_id.is_not(None), can_wait))
    return {row[0]: (row[1], row[2]) for row in rows}
