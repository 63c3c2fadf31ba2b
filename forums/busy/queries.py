"""Queries for external calendars, their busy times, and the UIDs of our own events."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import alphabetical, db
from forums.busy.models import BusyFeed, BusyTime
from forums.busy.rules import Times
from forums.scheduling.models import Participant, Series, Session

BELIEVED = timedelta(days=7)
"""How long the busy times of a calendar stay valid when it can no longer be read."""
TOGETHER = 24
"""The most calendars read in one run; the rest waits for the next."""
IN_ONE_QUESTION = 500
OURS = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@.+")
"""The format of our UIDs; the group is the id in those of feeds."""


class Busy(NamedTuple):
    """A person who is busy according to an external calendar."""

    name: str
    starts_at: datetime
    ends_at: datetime


def feeds_of(person_id: UUID) -> Sequence[BusyFeed]:
    """Return a person's calendars, in the order in which they were added."""
    query = select(BusyFeed).where(BusyFeed.person_id == person_id)
    return db.session.scalars(query.order_by(BusyFeed.added_at, BusyFeed.id)).all()


def due(now: datetime) -> Select[BusyFeed]:
    """Select the calendars that are due, except those of suspended accounts."""
    query = select(BusyFeed).join(BusyFeed.person).where(BusyFeed.due_at <= now, Person.suspended_at.is_(None))
    return query.order_by(BusyFeed.awaited.desc(), BusyFeed.due_at).limit(TOGETHER)


def calendar_times(
    people: Collection[UUID], since: datetime, until: datetime, *, without: Collection[UUID] = ()
) -> dict[UUID, list[Times]]:
    """Return when people are busy between two instants, by person id.

    A time equal to that of a session in `without` is ignored: it is that session, exported to the calendar.
    """
    query = select(BusyFeed.person_id, BusyTime.starts_at, BusyTime.ends_at).join(BusyTime.feed)
    query = query.where(BusyFeed.person_id.in_(people), *_between(since, until, without))
    found: dict[UUID, list[Times]] = defaultdict(list)
    for person_id, starts_at, ends_at in db.session.execute(query):
        found[person_id].append((starts_at, ends_at))
    return found


def busy_in(forum_id: UUID, since: datetime, until: datetime, *, without: Collection[UUID] = ()) -> list[Busy]:
    """Return the participants of a forum who are busy between two instants, ordered by name."""
    query = (
        select(Person.name, BusyTime.starts_at, BusyTime.ends_at)
        .join(BusyTime.feed)
        .join(BusyFeed.person)
        .join(Participant, Participant.person_id == BusyFeed.person_id)
        .where(Participant.forum_id == forum_id, Participant.left_at.is_(None), *_between(since, until, without))
        .order_by(alphabetical(Person.name), BusyTime.starts_at)
    )
    return [Busy(*row) for row in db.session.execute(query)]


def _between(since: datetime, until: datetime, without: Collection[UUID]) -> Iterator[ColumnElement[bool]]:
    yield BusyTime.starts_at < until
    yield BusyTime.ends_at > since
    yield BusyFeed.read_at > utc_now() - BELIEVED
    if without:
        same = (Session.starts_at == BusyTime.starts_at, Session.ends_at == BusyTime.ends_at)
        yield ~select(Session.id).where(Session.id.in_(without), *same).exists()


def ours_among(uids: Collection[str]) -> set[str]:
    """Return the UIDs that belong to our own series, sessions, invitations or feeds."""
    looking = {uid: UUID(match[1]) for uid in uids if (match := OURS.fullmatch(uid))}
    every, found = list(looking), set[str]()
    for first in range(0, len(every), IN_ONE_QUESTION):
        part = every[first : first + IN_ONE_QUESTION]
        ids = {looking[uid]: uid for uid in part}
        found |= set(db.session.scalars(select(Series.uid).where(Series.uid.in_(part))))
        found |= {uid for uid in db.session.scalars(select(Session.uid).where(Session.uid.in_(part))) if uid}
        found |= {ids[one] for one in db.session.scalars(select(Session.id).where(Session.id.in_(ids)))}
    return found
