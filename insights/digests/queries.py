"""What a digest reads from the record, in a constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import selectinload

from agreements.clauses.models import Clause, Obligation
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.accounts.models import HOLDS_A_ROLE, Person
from app.circles.models import Circle, Classification, Seat
from app.database import alphabetical, db
from app.organisations.models import Sector
from commitments.blockers.models import Blocker
from commitments.delivery.models import Act, Update
from commitments.registry.models import Commitment
from commitments.registry.rules import OPEN
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision
from forums.minutes.models import Minutes
from forums.scheduling.models import Forum, Session, SessionState
from insights.digests.models import Digest, DigestKind, DigestState, Snapshot

PAGE = 25
UP_TO_INTERNAL = frozenset({Classification.PUBLIC, Classification.INTERNAL})
"""What leadership reads."""
OPENNESS = (Classification.PUBLIC, Classification.INTERNAL, Classification.RESTRICTED, Classification.SECRET)


def readable_circles(classification: Classification, forum: Forum | None) -> Select[UUID]:
    """Return the ids of the circles whose content a digest of `classification` may tell, or the forum's alone."""
    levels = OPENNESS[: OPENNESS.index(classification) + 1]
    query = select(Circle.id).where(Circle.classification.in_(levels))
    return query.where(Circle.id == forum.circle_id) if forum else query


def forum_named(slug: str) -> Forum | None:
    """Return a forum by its slug."""
    return db.session.scalar(select(Forum).where(Forum.slug == slug))


def open_commitments(circles: Select[UUID]) -> Sequence[Commitment]:
    """Return what is open in the circles, by code."""
    query = select(Commitment).where(Commitment.circle_id.in_(circles), Commitment.delivery.in_(OPEN))
    return db.session.scalars(query.order_by(Commitment.code)).all()


def met_between(circles: Select[UUID], since: date, until: date) -> Sequence[Commitment]:
    """Return the promises kept by a submission in the period, by code."""
    query = select(Commitment).where(Commitment.circle_id.in_(circles), Commitment.met_on.between(since, until))
    return db.session.scalars(query.order_by(Commitment.code)).all()


def forums(circles: Select[UUID]) -> Sequence[Forum]:
    """Return the forums that are not archived, by name."""
    query = select(Forum).where(Forum.circle_id.in_(circles), Forum.archived_at.is_(None))
    return db.session.scalars(query.order_by(alphabetical(Forum.name))).all()


def agreements(circles: Select[UUID]) -> Sequence[Agreement]:
    """Return the signed agreements with their parties, the first to end first."""
    query = (
        select(Agreement)
        .where(Agreement.circle_id.in_(circles), Agreement.stage == Stage.SIGNED)
        .options(selectinload(Agreement.parties))
        .order_by(Agreement.expires_on.is_(None), Agreement.expires_on, Agreement.title)
    )
    return db.session.scalars(query).all()


def obliged(agreement_ids: Iterable[UUID]) -> dict[UUID, list[Commitment]]:
    """Return the promises that agreements oblige to, by agreement."""
    query = (
        select(Clause.agreement_id, Commitment)
        .join(Obligation, Obligation.clause_id == Clause.id)
        .join(Obligation.commitments)
        .where(Clause.agreement_id.in_(list(agreement_ids)))
        .order_by(Commitment.code)
    )
    found: dict[UUID, list[Commitment]] = defaultdict(list)
    for agreement_id, commitment in db.session.execute(query):
        found[agreement_id].append(commitment)
    return found


def next_sessions(circles: Select[UUID], now: datetime, most: int = 6) -> Sequence[Session]:
    """Return the next planned sessions, the nearest first."""
    query = (
        select(Session)
        .join(Session.forum)
        .where(Forum.circle_id.in_(circles), Session.state == SessionState.PLANNED, Session.starts_at >= now)
        .order_by(Session.starts_at, Session.id)
        .limit(most)
    )
    return db.session.scalars(query).all()


class Turnout(NamedTuple):
    """Seats that were filled and seats that were called, of one forum and sector."""

    forum_id: UUID
    sector: Sector
    present: int
    called: int


def turnout(circles: Select[UUID], since: datetime, until: datetime) -> list[Turnout]:
    """Return who came to the sessions that were held between two instants, per forum and sector; observers left out."""
    came = Attendance.presence.in_((Presence.PRESENT, Presence.REPRESENTED))
    per_seat = (
        select(
            Session.forum_id.label("forum_id"),
            Seat.sector.label("sector"),
            func.max(came.cast(db.Integer)).label("came"),
        )
        .join(Session, Session.id == Attendance.session_id)
        .join(Forum, Forum.id == Session.forum_id)
        .join(Seat, Seat.id == Attendance.seat_id)
        .where(
            Forum.circle_id.in_(circles),
            Session.state == SessionState.HELD,
            Session.starts_at.between(since, until),
            Seat.observer.is_(False),
        )
        .group_by(Session.forum_id, Session.id, Seat.id, Seat.sector)
        .subquery()
    )
    query = select(per_seat.c.forum_id, per_seat.c.sector, func.sum(per_seat.c.came), func.count()).group_by(
        per_seat.c.forum_id, per_seat.c.sector
    )
    return [
        Turnout(forum_id, sector, int(came or 0), called)
        for forum_id, sector, came, called in db.session.execute(query)
    ]


def circulation(circles: Select[UUID], since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Return when sessions ended and when their first minutes were circulated, for those circulated in between."""
    query = (
        select(Session.ends_at, Minutes.circulated_at)
        .join(Session, Session.id == Minutes.session_id)
        .join(Forum, Forum.id == Session.forum_id)
        .where(Forum.circle_id.in_(circles), Minutes.version == 1, Minutes.circulated_at.between(since, until))
    )
    return [(ended, sent) for ended, sent in db.session.execute(query) if sent]


def decisions_between(circles: Select[UUID], since: datetime, until: datetime) -> Sequence[Decision]:
    """Return the decisions taken between two instants, with their session and forum, by code."""
    query = (
        select(Decision)
        .join(Decision.session)
        .join(Session.forum)
        .where(Forum.circle_id.in_(circles), Decision.decided_at.between(since, until))
        .options(selectinload(Decision.session))
        .order_by(Decision.code)
    )
    return db.session.scalars(query).all()


def barriers(commitment_ids: Iterable[UUID]) -> dict[UUID, Blocker]:
    """Return the barrier that stands in the way of each blocked promise."""
    query = select(Blocker).where(Blocker.commitment_id.in_(list(commitment_ids)), Blocker.removed_at.is_(None))
    return {blocker.commitment_id: blocker for blocker in db.session.scalars(query)}


REPORTS = (Act.PROGRESS, Act.SUBMITTED)
"""Acts by which the side that owes a promise says how far it is."""


class Word(NamedTuple):
    """What the side that owes a promise reported, and when."""

    text: str
    at: datetime


def last_reports(commitment_ids: Iterable[UUID]) -> dict[UUID, Word]:
    """Return the last report of each promise; what others remark on it is none."""
    query = (
        select(Update.commitment_id, Update.text, Update.at)
        .where(Update.commitment_id.in_(list(commitment_ids)), Update.act.in_(REPORTS), Update.text != "")
        .order_by(Update.at, Update.id)
    )
    return {row.commitment_id: Word(row.text, row.at) for row in db.session.execute(query)}


def snapshot_of(kind: DigestKind, period: str, scope: str) -> Snapshot | None:
    """Return the snapshot of a period, if one was taken."""
    query = select(Snapshot).where(Snapshot.kind == kind, Snapshot.period == period, Snapshot.scope == scope)
    return db.session.scalar(query)


def latest_digest(snapshot_id: UUID) -> Digest | None:
    """Return the newest revision made from a snapshot."""
    query = select(Digest).where(Digest.snapshot_id == snapshot_id).order_by(Digest.revision.desc())
    return db.session.scalars(query.limit(1)).first()


def readable(person: Person) -> ColumnElement[bool]:
    """Return the condition under which `person` may read a digest, as the policy says it."""
    if person.is_coordinator:
        return true()
    levels = UP_TO_INTERNAL if person.is_leadership else {Classification.PUBLIC}
    return and_(Digest.state != DigestState.DRAFT, Digest.classification.in_(levels))


def found(
    person: Person,
    *,
    kind: DigestKind | None = None,
    period: str | None = None,
    state: DigestState | None = None,
    text: str = "",
) -> Select[Digest]:
    """Return the query of the digests that `person` may read, of these facts where they are given."""
    query = select(Digest).where(readable(person))
    if kind:
        query = query.where(Digest.snapshot_id.in_(select(Snapshot.id).where(Snapshot.kind == kind)))
    if period:
        query = query.where(Digest.snapshot_id.in_(select(Snapshot.id).where(Snapshot.period == period)))
    if state:
        query = query.where(Digest.state == state)
    if text:
        query = query.where(or_(*(one.icontains(text, autoescape=True) for one in (Digest.code, Digest.lead))))
    return query


class DigestLine(NamedTuple):
    """What a list says of a digest; `as_of` is the ISO 8601 text of an instant."""

    id: UUID
    code: str
    state: DigestState
    language: str
    kind: DigestKind
    period: str
    as_of: str
    asked: int


def listed(person: Person, *, number: int) -> list[DigestLine]:
    """Return one page (from 1) of the digests that `person` may read, the newest first, and one more if there is."""
    return list(map(DigestLine._make, db.session.execute(_listed(person, (number - 1) * PAGE)).all()))


def _listed(person: Person, skipped: int) -> Select[*tuple[Any, ...]]:
    """Select lines: a record is as long as the whole city, and stays where it is."""
    of_snapshot = (Snapshot.kind, Snapshot.period, Snapshot.content["as_of"].as_string())
    asked = func.json_array_length(Digest.asks)
    query = found(person).join(Digest.snapshot).order_by(Digest.created_at.desc(), Digest.id)
    query = query.limit(PAGE + 1).offset(skipped)
    return query.with_only_columns(Digest.id, Digest.code, Digest.state, Digest.language, *of_snapshot, asked)


def earlier_editions(digest: Digest) -> Sequence[Digest]:
    """Return the released editions of the same snapshot that came before."""
    query = select(Digest).where(
        Digest.snapshot_id == digest.snapshot_id,
        Digest.revision < digest.revision,
        Digest.state == DigestState.RELEASED,
    )
    return db.session.scalars(query).all()


def readers() -> Sequence[Person]:
    """Return the people of leadership who have an account in use."""
    query = select(Person).where(
        Person.is_leadership.is_(True), Person.joined_at.is_not(None), Person.suspended_at.is_(None)
    )
    return db.session.scalars(query.order_by(alphabetical(Person.name))).all()


def coordinators() -> Sequence[Person]:
    """Return the coordinators who have an account in use."""
    query = select(Person).where(
        HOLDS_A_ROLE, Person.is_coordinator.is_(True), Person.joined_at.is_not(None), Person.suspended_at.is_(None)
    )
    return db.session.scalars(query.order_by(alphabetical(Person.name))).all()


def released_and_not_mailed() -> Sequence[UUID]:
    """Return the released digests of which leadership has not been told yet."""
    query = select(Digest.id).where(Digest.state == DigestState.RELEASED, Digest.mailed_at.is_(None))
    return db.session.scalars(query.order_by(Digest.released_at)).all()


def digest_to_send(digest_id: UUID) -> Digest:
    """Return a digest, read anew and locked, so that two jobs do not both send it."""
    query = select(Digest).where(Digest.id == digest_id).execution_options(populate_existing=True)
    return db.session.scalars(query.with_for_update(of=Digest)).one()
