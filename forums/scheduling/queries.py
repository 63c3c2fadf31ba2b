"""Queries for forums and sessions; access is checked in SQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import g, has_request_context
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, union, union_all
from sqlalchemy.orm import contains_eager, joinedload, load_only, raiseload
from sqlalchemy.sql.base import ExecutableOption

from app.accounts.models import Person
from app.audit.models import AuditRow
from app.circles.models import Circle, Classification, Seat
from app.circles.queries import circles_of, is_taken, knows_of
from app.clock import today as present_day
from app.database import alphabetical, db
from app.organisations.models import Organisation
from forums.scheduling.models import Forum, ForumRole, Participant, Series, Session, SessionState
from forums.scheduling.rows import SESSION_COLUMNS, DatedRow, NamedForum, SeatRow, SeriesRow, SessionRow, series_columns


@dataclass(frozen=True, slots=True)
class Involvement:
    """The relation of a person to a forum: their role, and whether their organisation has a seat, and a voting one."""

    role: ForumRole | None
    seated: bool
    voting: bool


def involvement(person: Person, forum: Forum) -> Involvement:
    """Return the current relation of `person` to `forum`. Cached for the request."""
    known: dict[tuple[UUID, UUID], Involvement] = g.setdefault("involvements", {}) if has_request_context() else {}
    key = (person.id, forum.id)
    if key not in known:
        role, seated, voting = db.session.execute(_involvement(person, forum, present_day())).all()[0]
        known[key] = Involvement(role, bool(seated), bool(voting))
    return known[key]


def _involvement(person: Person, forum: Forum, today: date) -> Select[ForumRole | None, bool, bool]:
    own = select(Seat.id).where(
        Seat.circle_id == forum.circle_id, Seat.organisation_id == person.organisation_id, is_taken(today)
    )
    role = select(Participant.role).where(taking_part(person.id), Participant.forum_id == forum.id).limit(1)
    return select(role.scalar_subquery(), own.exists(), own.where(Seat.observer.is_(False)).exists())


def named(forum: Any) -> tuple[ExecutableOption, ...]:
    """Return the options that load only name and slug of a session's forum, joined by the option `forum`."""
    return forum.load_only(Forum.name, Forum.slug, raiseload=True), forum.raiseload(Forum.circle)


def inner_forums(person: Person) -> frozenset[UUID]:
    """Return the ids of forums in which a person takes part or their organisation has a seat. Cached per request."""
    known: dict[UUID, frozenset[UUID]] = g.setdefault("inner_forums", {}) if has_request_context() else {}
    if person.id not in known:
        seated = select(Forum.id).where(Forum.circle_id.in_(circles_of(person.organisation_id, present_day())))
        own = select(Participant.forum_id).where(taking_part(person.id))
        known[person.id] = frozenset(db.session.scalars(union(seated, own)))
    return known[person.id]


def is_inside(person: Person, forum_id: UUID) -> bool:
    """Whether a person who may read a forum may also read its people; the policy `read_names` for lists.

    Coordinators and leadership can read only forums that their role or participation gives access to.
    """
    return person.is_coordinator or person.is_leadership or forum_id in inner_forums(person)


def taking_part(person_id: UUID) -> ColumnElement[bool]:
    """Return the condition that a participant is this person and has not left."""
    return and_(Participant.person_id == person_id, Participant.left_at.is_(None))


def own_forums(person_id: UUID) -> Sequence[Forum]:
    """Return the active forums in which a person takes part, by name; only names and slugs are loaded."""
    own = Forum.id.in_(select(Participant.forum_id).where(taking_part(person_id)))
    shown = (load_only(Forum.name, Forum.slug, raiseload=True), raiseload(Forum.circle))
    return db.session.scalars(
        select(Forum).where(own, Forum.archived_at.is_(None)).options(*shown).order_by(alphabetical(Forum.name))
    ).all()


def leads_any(person: Person) -> bool:
    """Whether a person chairs or facilitates any forum."""
    return bool(db.session.execute(_led(person.id)).all())


def _led(person_id: UUID) -> Select[UUID]:
    return select(Participant.id).where(taking_part(person_id), _leads()).limit(1)


def _leads() -> ColumnElement[bool]:
    return Participant.role.in_((ForumRole.CHAIR, ForumRole.FACILITATOR))


def leaders(forum_id: UUID) -> Sequence[Participant]:
    """Return the chair and the facilitators of a forum, by name."""
    lead = select(Participant).where(Participant.forum_id == forum_id, Participant.left_at.is_(None), _leads())
    return db.session.scalars(
        lead.join(Participant.person).options(contains_eager(Participant.person)).order_by(alphabetical(Person.name))
    ).all()


def is_ahead(now: datetime, begun: datetime | None) -> ColumnElement[bool]:
    """Return the condition that a session is planned and not over at `now`.

    `begun` is `LONGEST` before `now`: it limits the index range by start, so that past sessions are not read.
    """
    near = true() if begun is None else Session.starts_at > begun
    return and_(Session.state == SessionState.PLANNED, near, Session.ends_at > now)


def readable_forums(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `person` may read a forum: by role, seat or participation, or because it is public."""
    return knows_of(Forum.circle_id, person, today, Classification.PUBLIC)


def forum_for_detail(slug: str) -> Forum | None:
    """Return a forum by its slug."""
    return db.session.scalar(_forum(slug))


def _forum(slug: str) -> Select[Forum]:
    return select(Forum).where(Forum.slug == slug)


def session_for_detail(session_id: UUID) -> Session | None:
    """Return a session with its forum, presider and minute-taker."""
    return db.session.scalar(_session(session_id))


def _session(session_id: UUID) -> Select[Session]:
    people = [joinedload(one).lazyload(Person.organisation) for one in (Session.presider, Session.minute_taker)]
    return select(Session).where(Session.id == session_id).options(*people)


def participants(forum_id: UUID) -> Sequence[Participant]:
    """Return the current participants of a forum, ordered by seat position."""
    return db.session.scalars(_participants(forum_id)).all()


def _participants(forum_id: UUID) -> Select[Participant]:
    query = select(Participant).join(Participant.seat).join(Participant.person)
    query = query.options(contains_eager(Participant.seat), contains_eager(Participant.person))
    query = query.where(Participant.forum_id == forum_id, Participant.left_at.is_(None))
    return query.order_by(Seat.position, Seat.id, Participant.joined_at, alphabetical(Person.name))


def table(forum_id: UUID, circle_id: UUID, today: date) -> list[SeatRow]:
    """Return the seats of a forum on `today` with their participants, ordered by position, in one query."""
    found, before = [], None
    for seat_id, *values in db.session.execute(_table(forum_id, circle_id, today)).all():
        found.append(SeatRow(seat_id != before, *values))
        before = seat_id
    return found


def _table(forum_id: UUID, circle_id: UUID, today: date) -> Select[Any]:
    own = and_(Participant.seat_id == Seat.id, Participant.forum_id == forum_id, Participant.left_at.is_(None))
    shown: tuple[Any, ...] = (Seat.id, Seat.sector, Organisation.name, Seat.observer, Person.name, Participant.role)
    query = select(*shown, Person.position, Participant.capacity, Participant.acting_as, Participant.basis)
    query = query.select_from(Seat).outerjoin(Organisation, Organisation.id == Seat.organisation_id)
    query = query.outerjoin(Participant, own).outerjoin(Participant.person)
    query = query.where(Seat.circle_id == circle_id, is_taken(today))
    return query.order_by(Seat.position, Seat.id, Participant.joined_at, alphabetical(Person.name))


def observing(forum: Forum) -> set[str]:
    """Return the ids of a forum's seats and participants that do not count for its quorum."""
    seats = select(Seat.id).where(Seat.circle_id == forum.circle_id, Seat.observer.is_(True))
    people = select(Participant.id).where(
        Participant.forum_id == forum.id, Participant.role == ForumRole.OBSERVER, Participant.left_at.is_(None)
    )
    return {str(one) for one in db.session.scalars(seats.union_all(people))}


def current_series(forum_id: UUID) -> Series | None:
    """Return the latest series of a forum, or None; it may have ended."""
    return db.session.scalar(_current_series(forum_id))


def _current_series(forum_id: UUID) -> Select[Series]:
    query = select(Series).where(Series.forum_id == forum_id).order_by(Series.created_at.desc(), Series.id)
    return query.limit(1)


def series_line(forum_id: UUID) -> SeriesRow | None:
    """Return the latest series of a forum as a row for pages, or None."""
    found = db.session.execute(_series_line(forum_id)).all()
    return SeriesRow._make(found[0]) if found else None


def _series_line(forum_id: UUID) -> Select[Any]:
    query = select(*series_columns(Series)).where(Series.forum_id == forum_id)
    return query.order_by(Series.created_at.desc(), Series.id).limit(1)


def last_writer(subject_id: UUID) -> str | None:
    """Return the name of the person who last acted on a forum or session."""
    return db.session.scalar(_last_writer(subject_id))


def _last_writer(subject_id: UUID) -> Select[str]:
    query = select(Person.name).join(AuditRow, AuditRow.actor_id == Person.id)
    return query.where(AuditRow.subject_id == subject_id).order_by(AuditRow.id.desc()).limit(1)


def around(forum_id: UUID, now: datetime, *, ahead: int = 6, behind: int = 6) -> tuple[list[DatedRow], list[DatedRow]]:
    """Return the next sessions of a forum, soonest first, and the last ones, latest first, in one query.

    A session that was held counts as over, even before its planned end. Each row has the state displayed at `now` and
    the reason.
    """
    coming: list[DatedRow] = []
    gone: list[DatedRow] = []
    for because, *values in db.session.execute(_around(forum_id, now, ahead=ahead, behind=behind)).all():
        line = SessionRow._make(values)
        is_over = line.ends_at <= now or line.state is SessionState.HELD
        (gone if is_over else coming).append(DatedRow(line, line.shown_state(now), because))
    return coming, gone[::-1]


def _around(forum_id: UUID, now: datetime, *, ahead: int, behind: int) -> Select[Any]:
    own = select(Session.id).where(Session.forum_id == forum_id)
    coming = own.where(Session.ends_at > now, Session.state != SessionState.HELD)
    coming = coming.order_by(Session.starts_at).limit(ahead)
    gone = (
        own.where(or_(Session.ends_at <= now, Session.state == SessionState.HELD))
        .order_by(Session.starts_at.desc())
        .limit(behind)
    )
    wanted = union_all(coming.subquery().select(), gone.subquery().select())  # OR would read all sessions
    query = select(Session.because, *SESSION_COLUMNS).join(Session.forum)
    return query.where(Session.id.in_(wanted)).order_by(Session.starts_at)


def coming(forum_id: UUID, now: datetime) -> Select[Session]:
    """Select the planned sessions of a forum that begin after `now` and are not open yet, in order."""
    query = select(Session).where(
        Session.forum_id == forum_id,
        Session.state == SessionState.PLANNED,
        Session.opened_at.is_(None),
        Session.starts_at > now,
    )
    return query.order_by(Session.starts_at, Session.id)


def count_coming(forum_id: UUID, now: datetime) -> int:
    """Return how many sessions of a forum are planned after `now`."""
    return db.session.scalar(select(func.count()).select_from(coming(forum_id, now).order_by(None).subquery())) or 0


def count_reachable(people: Collection[UUID | None], *, besides: Person) -> int:
    """Return how many of `people` have an e-mail address, not counting `besides`."""
    ids = set(people) - {None, besides.id}
    query = select(func.count()).where(Person.id.in_(ids), Person.email.is_not(None))
    return (db.session.scalar(query) or 0) if ids else 0


def next_planned(forum_id: UUID, after: datetime) -> Session | None:
    """Return the first planned session of a forum that starts after an instant."""
    query = select(Session).where(
        Session.forum_id == forum_id, Session.state == SessionState.PLANNED, Session.starts_at > after
    )
    return db.session.scalar(query.order_by(Session.starts_at).limit(1))


def forums_to_meet_in(person: Person) -> Sequence[Forum]:
    """Return the forums to which a person may add a session, by name."""
    query = (
        select(Forum)
        .join(Forum.circle)
        .where(Forum.archived_at.is_(None))
        .order_by(alphabetical(Forum.name))
        .limit(200)
    )
    leading = select(Participant.forum_id).where(
        taking_part(person.id), Participant.role.in_((ForumRole.CHAIR, ForumRole.FACILITATOR))
    )
    own = Forum.id.in_(leading)
    by_role = Circle.classification != Classification.SECRET if person.is_coordinator else own
    return db.session.scalars(query.where(or_(own, by_role))).all()


def of_organisation(organisation_id: UUID, reader: Person, today: date, most: int = 30) -> list[NamedForum]:
    """Return the active forums with a current seat of an organisation that `reader` may read, by name."""
    return list(
        map(NamedForum._make, db.session.execute(_of_organisation(organisation_id, reader, today, most=most)).all())
    )


def _of_organisation(organisation_id: UUID, reader: Person, today: date, *, most: int) -> Select[*tuple[Any, ...]]:
    query = select(Forum.slug, Forum.name, Forum.kind).where(
        Forum.circle_id.in_(circles_of(organisation_id, today)),
        Forum.archived_at.is_(None),
        readable_forums(reader, today),
    )
    return query.order_by(alphabetical(Forum.name)).limit(most)


def serves_a_session(person: Person) -> bool:
    """Whether a person is presider or minute-taker of a planned or held session."""
    serves = or_(Session.presider_id == person.id, Session.minute_taker_id == person.id)
    query = select(Session.id).where(serves, Session.state.in_([SessionState.PLANNED, SessionState.HELD]))
    return db.session.scalar(query.limit(1)) is not None
