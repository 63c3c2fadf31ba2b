"""Actions: choose how one is told about topics, when summaries are sent, and in which hours mail waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm.attributes import flag_modified

from app import audit
from app.accounts.models import Person
from app.calendars.queries import working_hours
from app.calendars.working_hours import QuietHours
from app.database import db
from app.mail.notifications import queries
from app.mail.notifications.models import MailChoice, Rhythm
from app.mail.notifications.topics import SUMMARIES, kinds_of, topics
from app.mail.outbox.models import Mail, MailState
from app.mail.outbox.quiet import release


def choose(person: Person, rhythms: Mapping[str, Rhythm], *, at: datetime, by_link: bool = False) -> None:
    """Tell a person about topics in these rhythms, and about all others by a mail at once.

    News that waits for a summary gets the time of the new rhythm; it is sent soon if the topic has none any more.
    """
    _lock(person)
    before = queries.chosen(person.id)
    if rhythms == before:
        return
    db.session.execute(delete(MailChoice).where(MailChoice.person_id == person.id))
    db.session.add_all(
        MailChoice(person_id=person.id, topic=name, rhythm=rhythm, at=at) for name, rhythm in rhythms.items()
    )
    _settle(person, rhythms, at)
    _raise_version(person)
    details: dict[str, Any] = {"via": "link"} if by_link else {}
    audit.record("notifications.chosen", person, by=person, at=at, **details)


def choose_times(person: Person, quiet: QuietHours, summary_at: time, *, at: datetime) -> None:
    """Let mail to a person wait in these hours, and send summaries at a time, from now on.

    Hours that equal those of the city follow them when they change.
    """
    _lock(person)
    present, city = queries.times_of(person.id), working_hours().quiet
    before = (present.quiet(city), present.summary_at)
    own = (quiet.starts, quiet.ends) != (city.starts, city.ends)
    present.quiet_starts, present.quiet_ends = (quiet.starts, quiet.ends) if own else (None, None)
    present.quiet_days_off, present.summary_at = quiet.days_off, summary_at
    if (present.quiet(city), present.summary_at) == before:
        return
    db.session.add(present)
    db.session.flush()
    _settle(person, queries.chosen(person.id), at)
    release(person)
    _raise_version(person)
    audit.record("notifications.hours_chosen", person, by=person, at=at)


def tell(person: Person, topic: str, rhythm: Rhythm | None, *, at: datetime, by_link: bool = False) -> None:
    """Tell a person about a topic in a rhythm, or by a mail at once; and likewise about each that is in summaries.

    `by_link` marks a choice by the link of a mail, which works without signing in.
    """
    db.session.refresh(person, ["version"], with_for_update=True)  # whatever was chosen meanwhile stays
    before = queries.chosen(person.id)
    gathered = [name for name, old in before.items() if old is not Rhythm.APP]
    names = gathered if topic == SUMMARIES.name else [topic]
    others = {name: old for name, old in before.items() if name not in names}
    choose(person, others | (dict.fromkeys(names, rhythm) if rhythm else {}), at=at, by_link=by_link)


def mark_read(person: Person, mail: Mail | None = None) -> None:
    """Mark a mail to a person as read, or all. Only that person sees the marks, so that nothing is recorded."""
    unread = update(Mail).where(Mail.person_id == person.id, Mail.is_unread)
    if mail is not None:
        unread = unread.where(Mail.id == mail.id)
    db.session.execute(unread.values(is_unread=False))


def _lock(person: Person) -> None:
    """Let nobody else change what the person chose until the transaction ends."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())


def _raise_version(person: Person) -> None:
    """Increase the version of the person, with which pages and programs notice concurrent changes of what is chosen."""
    flag_modified(person, "language")


def _settle(person: Person, rhythms: Mapping[str, Rhythm], at: datetime) -> None:
    """Give the news that waits for a summary the time of the rhythm of its topic, unless its summary is due already."""
    held = update(Mail).where(Mail.person_id == person.id, Mail.state == MailState.HELD)
    for topic in topics():
        rhythm, some = rhythms.get(topic.name), held.where(Mail.kind.in_(kinds_of(topic.name)))
        if rhythm is Rhythm.APP:
            db.session.execute(some.values(state=MailState.IN_APP))
        else:
            due = queries.next_summary_of(person.id, rhythm, at) if rhythm else at
            db.session.execute(some.where(Mail.next_try_at > at).values(next_try_at=due))
