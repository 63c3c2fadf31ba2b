"""Queries of home pages besides action items: the week ahead, recent activity, latest digests, counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from app.accounts.models import Person
from app.database import db
from app.organisations.models import Organisation
from app.web.pagination import COUNTED
from commitments.delivery.models import Act, Update
from commitments.registry.models import Commitment
from commitments.registry.queries import IS_OWED, visible_to
from forums.scheduling.models import Session
from forums.scheduling.queries import is_ahead, readable_forums
from forums.scheduling.rows import SESSION_COLUMNS, SessionRow
from forums.scheduling.rules import LONGEST
from insights.digests.models import Digest, DigestState, Snapshot
from insights.digests.queries import has_nothing_to_report, readable

WEEK = timedelta(days=8)


class DueRow(NamedTuple):
    """A commitment that falls due, with the label of the responsible organisation."""

    id: UUID
    title: str
    current_due: date
    responsible: str
    progress: int


class Happening(NamedTuple):
    """An act on a commitment, with the label of the author's organisation and the progress in percent."""

    at: datetime
    organisation: str
    act: Act
    progress: int | None
    commitment_id: UUID
    code: str
    title: str


class Ahead(NamedTuple):
    """An entry of the week ahead: a session with its present stage, or a commitment that falls due."""

    day: date
    session: SessionRow | None
    stage: str
    due: DueRow | None


def week_ahead(person: Person, today: date, now: datetime, most: int = 8) -> list[Ahead]:
    """Return the sessions and due commitments of the next eight days that a person may read, ordered by day.

    Returns at most `most` of each kind, nearest first. The sessions of a day come before its commitments.
    """
    due = map(DueRow._make, db.session.execute(_due_ahead(person, today, today + WEEK, most=most)).all())
    ahead = sessions_ahead(person, today, now, most) + [Ahead(one.current_due, None, "", one) for one in due]
    return sorted(ahead, key=lambda one: (one.day, one.due is not None))  # stable: each kind is already in order


def sessions_ahead(person: Person, today: date, now: datetime, most: int = 8) -> list[Ahead]:
    """Return the next `most` sessions of the next eight days that a person may read, soonest first.

    The day of a session is in its own time zone.
    """
    query = _sessions_ahead(person, today, now, now - LONGEST, now + WEEK, most=most)
    sessions = map(SessionRow._make, db.session.execute(query).all())
    return [Ahead(one.starts_at.astimezone(one.zone).date(), one, one.shown_state(now), None) for one in sessions]


def _sessions_ahead(
    person: Person, today: date, now: datetime, begun: datetime, until: datetime, *, most: int
) -> Select[*tuple[Any, ...]]:
    query = select(*SESSION_COLUMNS).join(Session.forum)
    query = query.where(readable_forums(person, today), is_ahead(now, begun), Session.starts_at <= until)
    return query.order_by(Session.starts_at, Session.id).limit(most)


def _due_ahead(person: Person, today: date, until: date, *, most: int) -> Select[*tuple[Any, ...]]:
    query = select(
        Commitment.id, Commitment.title, Commitment.current_due, Organisation.label.label("party"), Commitment.progress
    )
    query = query.join(Commitment.responsible).where(Commitment.current_due.between(today, until))
    return query.where(IS_OWED, visible_to(person, today)).order_by(Commitment.current_due, Commitment.code).limit(most)


def lately(person: Person, today: date, since: datetime, most: int = 6) -> list[Happening]:
    """Return the acts of others on commitments that the person may read, newest first."""
    return list(map(Happening._make, db.session.execute(_lately(person, today, since, most=most)).all()))


def _lately(person: Person, today: date, since: datetime, *, most: int) -> Select[*tuple[Any, ...]]:
    did = (Update.at, Organisation.label.label("organisation"), Update.act, Update.progress)
    query = select(*did, Commitment.id, Commitment.code, Commitment.title).select_from(Update)
    query = query.join(Commitment, Commitment.id == Update.commitment_id).join(Update.by).join(Person.organisation)
    query = query.where(visible_to(person, today), Update.at >= since, Update.by_id != person.id)
    return query.order_by(Update.at.desc(), Update.id).limit(most)


class DigestRow(NamedTuple):
    """A digest with its questions."""

    id: UUID
    code: str
    state: DigestState
    asks: list[dict[str, Any]]
    is_empty: bool


def latest_digests(person: Person, today: date, most: int = 8) -> list[DigestRow]:
    """Return the latest digests that a person may read, newest first; none unless coordinator or leadership.

    Older digests with answers to follow up are included, because these wait until something follows.
    """
    if not (person.is_coordinator or person.is_leadership):
        return []
    in_order = Snapshot.taken_at.desc(), Digest.revision.desc()
    allowed = readable(person, today)
    latest = select(Digest.id).join(Digest.snapshot).where(allowed).order_by(*in_order).limit(most)
    columns = (Digest.id, Digest.code, Digest.state, Digest.asks, has_nothing_to_report())
    query = select(*columns).join(Digest.snapshot).order_by(*in_order)
    query = query.where(allowed, or_(Digest.open_answers > 0, Digest.id.in_(latest)))
    return [DigestRow(*row) for row in db.session.execute(query)]


class Instance(NamedTuple):
    """Numbers of people with an account, of people without one, and of organisations that are not archived.

    Each is (number up to `COUNTED`, whether there are more).
    """

    accounts: tuple[int, bool]
    known: tuple[int, bool]
    organisations: tuple[int, bool]


def instance() -> Instance:
    """Return the counts for the home page of administrators."""
    return Instance(*((min(many, COUNTED), many > COUNTED) for many in db.session.execute(_instance()).all()[0]))


def _instance() -> Select[*tuple[int, ...]]:
    accounts = select(Person.id).where(Person.joined_at.is_not(None))
    known = select(Person.id).where(Person.joined_at.is_(None))
    organisations = select(Organisation.id).where(Organisation.archived_at.is_(None))
    few = (every.limit(COUNTED + 1).subquery() for every in (accounts, known, organisations))
    return select(*(select(func.count()).select_from(some).scalar_subquery() for some in few))
