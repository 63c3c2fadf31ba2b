"""Paginated lists of forums and of sessions, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, String, Subquery, Uuid, cast, func, or_, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import FunctionElement

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import is_taken
from app.database import alphabetical, db
from app.organisations.models import Sector
from commitments.registry.models import Commitment
from commitments.registry.queries import is_overdue
from commitments.registry.rules import Visibility
from forums.scheduling.commitment_stats import NOTHING_OWED, CommitmentStats, stats_of
from forums.scheduling.filters import ORDERS, ForumFilters, SessionFilters
from forums.scheduling.models import (
    AWAITS_CONFIRMATION,
    Forum,
    Participant,
    Series,
    Session,
    SessionState,
)
from forums.scheduling.queries import is_ahead, readable_forums, taking_part
from forums.scheduling.rows import SESSION_COLUMNS, ForumRow, SeriesRow, SessionRow, series_columns, session_columns
from forums.scheduling.rules import LONGEST

PAGE = 25
MOST = 1000
"""Rows are counted up to this limit."""
OF_RULE = len(SeriesRow._fields)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, and the total number, counted up to `MOST` + 1."""

    rows: tuple[Any, ...]
    total: int


def forums(person: Person, filters: ForumFilters, today: date, now: datetime, number: int) -> Page:
    """Return a page (from 1) of the forums that `person` may read, in two queries."""
    statement = _forums(person, filters, today, now, now - LONGEST, (number - 1) * PAGE, PAGE)
    found = db.session.execute(statement).all()
    return Page(_lines(found, today, now), found[0][1] if found else 0)


def exported_forums(
    person: Person, filters: ForumFilters, today: date, now: datetime, most: int
) -> tuple[ForumRow, ...]:
    """Return the forums of all pages of a list, `most` at most, in two queries."""
    statement = _forums(person, filters, today, now, now - LONGEST, 0, most)
    return _lines(db.session.execute(statement).all(), today, now)


def _lines(found: Sequence[Row[Any]], today: date, now: datetime) -> tuple[ForumRow, ...]:
    stats = stats_of([row[0] for row in found], today)
    return tuple(_line(row, stats.get(row[0], NOTHING_OWED), now) for row in found)


def _line(row: Sequence[Any], stats: CommitmentStats, now: datetime) -> ForumRow:
    """Return the ForumRow of a row of `_forums`."""
    _circle, _total, seated, slug, name, kind, *values = row
    sitting = set(seated.split(",")) if seated else ()
    sectors = tuple(one for one in Sector if one.value in sitting)
    rule, session = values[:OF_RULE], values[OF_RULE:]
    series = SeriesRow._make(rule) if rule[0] is not None else None
    upcoming = SessionRow._make(session) if session[0] is not None else None
    stage = upcoming.shown_state(now) if upcoming else None
    return ForumRow(slug, name, kind, series, upcoming, stage, sectors, stats)


def _forums(
    person: Person, filters: ForumFilters, today: date, now: datetime, begun: datetime, skipped: int, size: int
) -> Select[Any]:
    """Select circle, total number of forums, sectors of the seats, and the values of a ForumRow, for each forum.

    Values of a missing session or series are None.
    """
    chosen = _narrowed(select(Forum.id), person, filters, today)
    counted = select(func.count()).select_from(chosen.limit(MOST + 1).subquery()).scalar_subquery()
    shown = _shown(person, filters, today, now, begun, skipped, size)
    upcoming, latest = _beside_forums()
    lines = (*series_columns(latest), *session_columns(upcoming))
    seated = select(func.aggregate_strings(cast(Seat.sector, String), ","))
    seated = seated.where(Seat.circle_id == Forum.circle_id, is_taken(today)).correlate(Forum)
    own = (Forum.slug, Forum.name.label("name"), Forum.kind)
    query = select(Forum.circle_id, counted, seated.scalar_subquery(), *own, *lines)
    query = query.select_from(shown).join(Forum, Forum.id == shown.c.id)
    query = query.outerjoin(upcoming, upcoming.id == shown.c.upcoming).outerjoin(latest, latest.id == shown.c.latest)
    return query.order_by(*ORDERS[filters.order](upcoming.starts_at), alphabetical(Forum.name), Forum.id)


@cache  # saves 1 to 2 ms of the list of forums; made once per process, it has no rows
def _beside_forums() -> tuple[type[Session], type[Series]]:
    """Return aliases for the next session and the latest series of a forum; cached, as creating them is slow."""
    return aliased(Session), aliased(Series)


def _shown(
    person: Person, filters: ForumFilters, today: date, now: datetime, begun: datetime, skipped: int, size: int
) -> Subquery:
    """Select the ids of the forums of a page, of their next sessions and of their latest series.

    The order needs the next start of every forum; all else is looked up after the page is cut, then joined. Hence three
    nested queries, each with a LIMIT so that no database flattens them.
    """
    starts_at = _soonest(Session.starts_at, Forum, now, begun)
    query = _narrowed(select(Forum.id), person, filters, today)
    query = query.order_by(*ORDERS[filters.order](starts_at), alphabetical(Forum.name), Forum.id)
    cut = query.limit(size).offset(skipped).subquery()
    upcoming = _soonest(Session.id, cut, now, begun).label("upcoming")
    latest = select(Series.id).where(Series.forum_id == cut.c.id).order_by(Series.created_at.desc()).limit(1)
    return select(cut.c.id, upcoming, latest.scalar_subquery().label("latest")).limit(size).subquery()


def _soonest(column: Any, forum: Any, now: datetime, begun: datetime) -> ScalarSelect[Any]:
    """Return a column of the next session of each row of `forum`: the table, or a subquery with its ids."""
    forum_id = forum.id if forum is Forum else forum.c.id
    query = select(column).where(Session.forum_id == forum_id, is_ahead(now, begun)).correlate(forum)
    return query.order_by(Session.starts_at).limit(1).scalar_subquery()


def sessions(person: Person, filters: SessionFilters, today: date, now: datetime, number: int) -> Page:
    """Return a page (from 1) of the sessions that `person` may read, in one query."""
    statement = _sessions(person, filters, today, now, now - LONGEST, (number - 1) * PAGE)
    found = db.session.execute(statement).all()
    lines = (SessionRow._make(row[1:]) for row in found)
    return Page(tuple((line, line.shown_state(now)) for line in lines), found[0][0] if found else 0)


def exported_sessions(
    person: Person, filters: SessionFilters, today: date, now: datetime, most: int
) -> list[tuple[SessionRow, str]]:
    """Return the sessions of all pages of a list with their displayed states, `most` at most, in one query."""
    query = _in_order(chosen_sessions(select(*SESSION_COLUMNS), person, filters, today, now, now - LONGEST), filters)
    lines = (SessionRow._make(row) for row in db.session.execute(query.limit(most)))
    return [(line, line.shown_state(now)) for line in lines]


def _sessions(
    person: Person, filters: SessionFilters, today: date, now: datetime, begun: datetime, skipped: int
) -> Select[Any]:
    """Select the total number of sessions, and the values of a SessionRow each."""
    chosen = chosen_sessions(select(Session.id), person, filters, today, now, begun)
    counted = select(func.count()).select_from(chosen.limit(MOST + 1).subquery()).scalar_subquery()
    query = chosen_sessions(select(counted, *SESSION_COLUMNS), person, filters, today, now, begun)
    return _in_order(query, filters).limit(PAGE).offset(skipped)


def _in_order(query: Select[Any], filters: SessionFilters) -> Select[Any]:
    latest_first = filters.state in {"past", "held"}
    return query.order_by(Session.starts_at.desc() if latest_first else Session.starts_at, Session.id)


def forums_found(person: Person, filters: ForumFilters, today: date) -> Select[Forum]:
    """Select the forums that `person` may read and that match the filters, unordered."""
    return _narrowed(select(Forum), person, filters, today)


def sessions_found(person: Person, filters: SessionFilters, today: date, now: datetime) -> Select[Session]:
    """Select the sessions that `person` may read and that match the filters, unordered."""
    return chosen_sessions(select(Session), person, filters, today, now, now - LONGEST)


def _narrowed(query: Select[Any], person: Person, filters: ForumFilters, today: date) -> Select[Any]:
    query = query.select_from(Forum).where(readable_forums(person, today))
    if filters.archived is not None:
        query = query.where(Forum.archived_at.is_not(None) if filters.archived else Forum.archived_at.is_(None))
    if filters.text:
        query = query.where(Forum.name.icontains(filters.text, autoescape=True))
    if filters.mine:
        query = query.where(Forum.id.in_(select(Participant.forum_id).where(taking_part(person.id))))
    if filters.kind:
        query = query.where(Forum.kind == filters.kind)
    if filters.sector:
        query = query.where(Forum.circle_id.in_(_with_sector(filters.sector, today)))
    if filters.late:
        query = query.where(Forum.circle_id.in_(select(Commitment.circle_id).where(is_overdue(today), _shared())))
    return query


def chosen_sessions(
    query: Select[Any],
    person: Person,
    filters: SessionFilters,
    today: date,
    now: datetime,
    begun: datetime | None = None,
) -> Select[Any]:
    """Filter `query` to the sessions that `person` may read and that match the filters.

    `begun`, `LONGEST` before `now`, limits the index range for callers without a date filter.
    """
    query = query.select_from(Session).join(Session.forum).where(_may_read(person, today, filters))
    if filters.mine:
        query = query.where(Session.forum_id.in_(select(Participant.forum_id).where(taking_part(person.id))))
    return sessions_left(query, filters, today, now, begun)


def _may_read(person: Person, today: date, filters: SessionFilters) -> ColumnElement[bool]:
    """Return the condition that `person` may read a session's forum.

    Without a state filter it is evaluated session by session; SQLite would otherwise collect those of all forums first.
    """
    if filters.state != "all":
        return readable_forums(person, today)
    session, readable = aliased(Session), readable_forums(person, today)
    query = select(readable).select_from(session).join(Forum, Forum.id == session.forum_id)
    return query.where(session.id == Session.id).scalar_subquery()


def sessions_left(
    query: Select[Any], filters: SessionFilters, today: date, now: datetime, begun: datetime | None = None
) -> Select[Any]:
    """Filter `query` by all filters that do not depend on the user, that is all but `mine`."""
    return query.where(*of_forums(filters, today), *_of_sessions(filters, now, begun))


class without_index(FunctionElement[UUID]):  # noqa: N801 - reads as a function
    """A column whose index SQLite must not use; it would look up each of a thousand ids before filtering by day."""

    type = Uuid()
    inherit_cache = True


@compiles(without_index)
def _as_it_is(element: without_index, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(without_index, "sqlite")
def _unary(element: without_index, compiler: Any, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


def sessions_of_days(
    query: Select[Any], person: Person, filters: SessionFilters, today: date, now: datetime, *, day_by_day: bool
) -> Select[Any]:
    """Filter `query` to the sessions of some days, as `chosen_sessions` does.

    As each forum has several sessions in these days, forums are selected once in a subquery instead of joined. With
    `day_by_day`, for users who can read many forums, sessions are scanned by day.
    """
    forums = select(Forum.id).where(readable_forums(person, today), *of_forums(filters, today))
    if filters.mine:
        forums = forums.where(Forum.id.in_(select(Participant.forum_id).where(taking_part(person.id))))
    many = day_by_day and not (filters.forum or filters.mine)
    forum_id: ColumnElement[UUID] = without_index(Session.forum_id) if many else Session.forum_id.expression
    return query.where(forum_id.in_(forums), *_of_sessions(filters, now, None))


def of_forums(filters: SessionFilters, today: date) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on forums."""
    if filters.forum:
        yield Forum.slug == filters.forum
    if filters.kind:
        yield Forum.kind == filters.kind
    if filters.sector:
        yield Forum.circle_id.in_(_with_sector(filters.sector, today))


def _of_sessions(filters: SessionFilters, now: datetime, begun: datetime | None) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on sessions."""
    if filters.mode:
        yield Session.mode == filters.mode
    if filters.since:
        yield Session.starts_at >= filters.since
    if filters.until:
        yield Session.starts_at < filters.until
    conditions = {
        "upcoming": is_ahead(now, begun),
        "past": or_(Session.ends_at <= now, Session.state == SessionState.HELD),
        "proposed": AWAITS_CONFIRMATION,
        "all": true(),
    }
    chosen = conditions.get(filters.state)
    yield Session.state == SessionState(filters.state) if chosen is None else chosen


def _with_sector(sector: Sector, today: date) -> Select[UUID]:
    """Select the circles with a current seat of an organisation of a sector."""
    return select(Seat.circle_id).where(Seat.sector == sector, is_taken(today))


def _shared() -> Any:
    return Commitment.visibility != Visibility.PARTIES
