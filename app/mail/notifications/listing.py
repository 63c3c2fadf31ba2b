"""The mails that a person was sent lately, with the pages that they are about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import Person
from app.clock import local_date, today
from app.database import db
from app.mail.outbox.models import Mail
from app.mail.outbox.subjects import Named, subjects
from app.web.pagination import Paged, in_pages, paged

SUMMARY = "notifications/summary"
"""The kind of summaries, whose news is listed one by one."""


class Told(NamedTuple):
    """A mail to a person."""

    kind: str
    subject: str
    about_type: str | None
    about_id: UUID | None
    at: datetime

    @property
    def day(self) -> date:
        """Return the day on which it was queued, in the zone of the instance."""
        return local_date(self.at)


def told(person: Person, since: datetime) -> Paged[Told]:
    """Return the requested page of the mails to a person that were queued since an instant, the latest first."""
    query = select(Mail).where(Mail.person_id == person.id, Mail.created_at >= since, Mail.kind != SUMMARY)
    query = query.order_by(Mail.created_at.desc(), Mail.id)
    columns: tuple[Any, ...] = (Mail.kind, Mail.subject, Mail.about_type, Mail.about_id, Mail.created_at)
    return paged(Told._make, in_pages(query, *columns))


def pages_of(rows: Iterable[Told], person: Person) -> dict[UUID, Named]:
    """Return name and page of what mails are about, by id; only of what the person may read."""
    found: dict[UUID, Named] = {}
    for model, ids in readable(rows, person).items():
        found.update(subjects()[model].names(ids))
    return found


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
