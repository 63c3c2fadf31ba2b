"""The mails that a person was sent lately, with the pages that they are about."""

from __future__ import annotations

from collections.abc import Mapping
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
    query = select(Mail).where(Mail.person_id == person.id, Mail.created_at >= since)
    query = query.order_by(Mail.created_at.desc(), Mail.id)
    columns: tuple[Any, ...] = (Mail.kind, Mail.subject, Mail.about_type, Mail.about_id, Mail.created_at)
    return paged(Told._make, in_pages(query, *columns))


def pages_of(rows: Paged[Told], person: Person) -> Mapping[UUID, Named]:
    """Return name and page of what mails are about, by id; only of what the person may read."""
    wanted: dict[str, set[UUID]] = {}
    for row in rows.rows:
        if row.about_type and row.about_id:
            wanted.setdefault(row.about_type, set()).add(row.about_id)
    found: dict[UUID, Named] = {}
    for model, ids in wanted.items():
        if subject := subjects().get(model):
            readable = subject.readable(person, today())
            known = db.session.scalars(readable.where(subject.model.id.in_(ids))).all()
            found.update(subject.names(known))
    return found
