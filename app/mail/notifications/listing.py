"""The mails that a person was sent lately, with the pages that they are about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select

from app.accounts.models import Person
from app.clock import local_date, today, utc_now
from app.database import db
from app.mail.notifications.topics import kinds_of
from app.mail.outbox.about import named
from app.mail.outbox.labels import asking
from app.mail.outbox.models import IS_UNREAD, Mail
from app.mail.outbox.subjects import Named, subjects
from app.web.pagination import Paged, in_pages, paged

SUMMARY = "notifications/summary"
"""The kind of summaries, whose news is listed one by one."""


KEPT = timedelta(days=90)
"""How long what one was told is listed."""
ASKING = "asking"
"""In place of a topic: what asks for something."""


class Told(NamedTuple):
    """A mail to a person."""

    id: UUID
    kind: str
    subject: str
    about_type: str | None
    about_id: UUID | None
    at: datetime
    is_unread: bool

    @property
    def day(self) -> date:
        """Return the day on which it was queued, in the zone of the instance."""
        return local_date(self.at)


class Wanted(NamedTuple):
    """Filters of what a person was told: the name of a topic, or `ASKING`, and whether it is unread."""

    topic: str | None = None
    is_unread: bool = False


def told(person: Person, wanted: Wanted) -> Paged[Told]:
    """Return the requested page of the mails to a person in the last `KEPT`, the latest first."""
    query = sent_to(person, wanted).order_by(Mail.created_at.desc(), Mail.id)
    columns = (Mail.id, Mail.kind, Mail.subject, Mail.about_type, Mail.about_id, Mail.created_at, Mail.is_unread)
    return paged(Told._make, in_pages(query, *columns))


def sent_to(person: Person, wanted: Wanted) -> Select[Mail]:
    """Select the mails to a person in the last `KEPT` that meet filters; news is listed itself, not its summaries."""
    query = select(Mail).where(Mail.person_id == person.id, Mail.created_at >= utc_now() - KEPT, Mail.kind != SUMMARY)
    if wanted.is_unread:
        query = query.where(Mail.is_unread)
    if wanted.topic:
        query = query.where(Mail.kind.in_(asking() if wanted.topic == ASKING else kinds_of(wanted.topic)))
    return query


def unread_of_person() -> ScalarSelect[int]:
    """Count the mails to the person of the enclosing query that are unread, as `told` lists them."""
    query = select(func.count(Mail.id)).where(Mail.person_id == Person.id, IS_UNREAD, Mail.kind != SUMMARY)
    return query.where(Mail.created_at >= utc_now() - KEPT).correlate(Person).scalar_subquery()


def pages_of(rows: Iterable[Told | Mail], person: Person) -> dict[UUID, Named]:
    """Return name and page of what mails are about, by id; only of what the person may read."""
    return named([(model, one) for model, ids in readable(rows, person).items() for one in ids])


def readable(rows: Iterable[Told | Mail], person: Person) -> dict[str, set[UUID]]:
    """Return the ids of what mails are about and the person may read, by the names of their models."""
    wanted: dict[str, set[UUID]] = {}
    for row in rows:
        if row.about_type in subjects() and row.about_id:
            wanted.setdefault(row.about_type, set()).add(row.about_id)
    return {
        model: set(db.session.scalars(subject.readable(person, today()).where(subject.model.id.in_(wanted[model]))))
        for model, subject in subjects().items()
        if model in wanted
    }
