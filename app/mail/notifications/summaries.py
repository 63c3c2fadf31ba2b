"""Summaries: the news that waited for one is sent in one mail, with a link to each object."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import Model, db
from app.jobs import job
from app.mail.links.registry import page_of
from app.mail.notifications import listing
from app.mail.notifications.links import address_for, headers_for
from app.mail.notifications.topics import SUMMARIES
from app.mail.outbox.enqueue import enqueue
from app.mail.outbox.models import Mail, MailState
from app.mail.outbox.subjects import subjects
from app.web.external_urls import external

TOGETHER = 20
"""People per transaction."""


@job("notifications", seconds=60)
def send_summaries() -> Iterator[None]:
    """Send each person for whom a summary is due the news that waits for it, once."""
    now = utc_now()
    due = select(Mail.person_id).where(Mail.state == MailState.HELD, Mail.next_try_at <= now)
    people = select(Person).where(Person.id.in_(due)).order_by(Person.id).limit(TOGETHER)
    while some := db.session.scalars(people).all():
        for person in some:
            send(person, now)
        yield


def send(person: Person, now: datetime) -> None:
    """Queue one mail about the news whose summary is due, and take that news out of those that wait.

    Of news with the same words about one object the latest is sent. What the person may not read any more is left out:
    like all news for which no mail can be sent, it stays in the app.
    """
    news = _due(person, now)
    latest = {(mail.about_id, mail.subject): mail for mail in reversed(news)}
    readable = listing.readable(latest.values(), person)
    told = [mail for mail in latest.values() if mail.about_id in readable.get(mail.about_type or "", ())]
    summary = None
    if told and not person.suspended_at:
        summary = enqueue(
            listing.SUMMARY,
            person,
            lists=_with_links(readable),
            entries=sorted(told, key=lambda mail: mail.created_at, reverse=True),
            unsubscribe=address_for(person, SUMMARIES.name),
            headers=headers_for(person, SUMMARIES.name),
            link=external("notifications.index") if person.is_active else None,
        )
    db.session.flush()  # assigns the id of the summary
    sent = {(mail.about_id, mail.subject) for mail in told} if summary else set()
    for mail in news:
        is_sent = summary is not None and (mail.about_id, mail.subject) in sent
        mail.state = MailState.SUMMARISED if is_sent else MailState.IN_APP
        mail.summary_id = summary.id if summary and is_sent else None


def _due(person: Person, now: datetime) -> Sequence[Mail]:
    """Return the news whose summary is due, the latest first, locked until the transaction ends."""
    due = select(Mail).where(Mail.person_id == person.id, Mail.state == MailState.HELD, Mail.next_try_at <= now)
    return db.session.scalars(due.order_by(Mail.created_at.desc(), Mail.id).with_for_update()).all()


def _with_links(readable: Mapping[str, Collection[UUID]]) -> list[Model]:
    """Return the objects that personal links can open, with one query for each model."""
    found: list[Model] = []
    for name, ids in readable.items():
        if page_of(name):
            model = subjects()[name].model
            found += db.session.scalars(select(model).where(model.id.in_(ids)))
    return found
