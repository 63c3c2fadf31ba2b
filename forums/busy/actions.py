"""Actions on external calendars: add, remove, and store the busy times read from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, or_, select

from app import audit
from app.accounts.models import Person
from app.calendars.busy import Period
from app.database import db
from app.errors import RuleViolation
from forums.busy.models import BusyFeed, BusyTime
from forums.busy.queries import BELIEVED, due, feeds_of, ours_among
from forums.busy.rules import next_reading, put_together

MOST = 3
"""The most calendars that a person may add."""
AHEAD = timedelta(weeks=26)
"""How far ahead busy times are stored."""
MOST_TIMES = 3000
"""The most busy times stored per calendar, earliest first."""
LEASE = timedelta(minutes=10)
"""How long a claimed calendar is reserved before another worker may claim it."""
AGAIN = timedelta(minutes=1)
"""The least time between two reads requested by a person."""
WHOLE_EVERY = timedelta(hours=12)
"""How often a calendar is read without ETag and Last-Modified: the stored window moves on every day."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A calendar claimed for reading: its address, its owner's email, and the validators of the last response."""

    feed_id: UUID
    address: str
    owner: str
    etag: str
    modified: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a calendar: its periods (None if not modified) and validators, or the error."""

    periods: Sequence[Period] | None = None
    etag: str = ""
    modified: str = ""
    trouble: str = ""


def add(person: Person, address: str, *, at: datetime) -> BusyFeed:
    """Add a calendar for a person. Raises RuleViolation if it was added already, or the limit is reached."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())  # serialises requests
    held = feeds_of(person.id)
    if any(one.address == address for one in held):
        raise RuleViolation(_l("You have already added this calendar"), field="address")
    if len(held) >= MOST:
        raise RuleViolation(_l("You already have three calendars. Remove one first"), field="address")
    feed = BusyFeed(person_id=person.id, address=address, added_at=at, due_at=at)
    db.session.add(feed)
    audit.record("busy_feed.added", person, by=person, at=at)
    return feed


def ask_again(feed: BusyFeed, person: Person, *, at: datetime) -> None:
    """Schedule a calendar for the next run. Raises RuleViolation if it was read less than a minute ago."""
    if feed.tried_at and at - feed.tried_at < AGAIN:
        raise RuleViolation(_l("It was read less than a minute ago. Wait a moment, then try again"))
    feed.awaited, feed.due_at = True, at
    feed.etag = feed.modified = ""
    audit.record("busy_feed.asked", person, by=person, at=at)


def forget(feed: BusyFeed, person: Person, *, at: datetime) -> None:
    """Remove a calendar and all its busy times."""
    db.session.delete(feed)
    audit.record("busy_feed.forgotten", person, by=person, at=at)


def claim(now: datetime) -> list[Claim]:
    """Return the calendars that are due, and reserve them until their lease expires."""
    claims = []
    query = due(now).add_columns(Person.email).with_for_update(of=BusyFeed, skip_locked=True)
    for feed, owner in db.session.execute(query).all():
        feed.due_at = now + LEASE
        whole = feed.parsed_at is None or now - feed.parsed_at > WHOLE_EVERY
        etag, modified = ("", "") if whole else (feed.etag, feed.modified)
        claims.append(Claim(feed.id, feed.address, owner or "", etag, modified))
    return claims


def keep(feed_id: UUID, reading: Reading, *, at: datetime) -> None:
    """Store the result of reading a calendar, unless it was removed meanwhile."""
    feed = db.session.get(BusyFeed, feed_id)
    if feed is None:
        return
    feed.tried_at, feed.awaited, feed.trouble = at, False, reading.trouble
    feed.failures = feed.failures + 1 if reading.trouble else 0
    feed.due_at = next_reading(at, failures=feed.failures, feed_id=feed.id)
    if reading.trouble:
        return
    feed.read_at, feed.etag, feed.modified = at, reading.etag, reading.modified
    if reading.periods is not None:
        feed.parsed_at = at
        _replace(feed, reading.periods)


def _replace(feed: BusyFeed, periods: Sequence[Period]) -> None:
    ours = ours_among({one.uid for one in periods if one.uid})
    wanted = put_together((one.starts_at, one.ends_at) for one in periods if one.uid not in ours)[:MOST_TIMES]
    known = db.session.execute(
        select(BusyTime.starts_at, BusyTime.ends_at).where(BusyTime.feed_id == feed.id).order_by(BusyTime.starts_at)
    )
    feed.times = len(wanted)
    if [tuple(row) for row in known] == wanted:
        return
    db.session.execute(delete(BusyTime).where(BusyTime.feed_id == feed.id))
    rows = [{"feed_id": feed.id, "starts_at": starts_at, "ends_at": ends_at} for starts_at, ends_at in wanted]
    if rows:
        db.session.execute(insert(BusyTime), rows)


def forget_old(*, at: datetime) -> None:
    """Delete times that are over, and those of calendars with outdated data or of suspended accounts."""
    lost = or_(BusyFeed.read_at < at - BELIEVED, Person.suspended_at.is_not(None))
    useless = select(BusyFeed.id).join(BusyFeed.person).where(lost)
    db.session.execute(delete(BusyTime).where(or_(BusyTime.ends_at < at, BusyTime.feed_id.in_(useless))))
