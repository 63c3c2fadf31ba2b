"""Calendars to subscribe to: one event per session, and an ETag that is known before anything is built."""

from __future__ import annotations

import enum
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from flask import Response, make_response, request
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select, union, union_all
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.models import Person
from app.audit.models import AuditRow
from app.calendars import invitations as itip
from app.circles.models import Circle, Classification
from app.circles.queries import circles_naming, secret_circles
from app.clock import today
from app.database import db
from app.web.external_urls import external
from app.web.i18n import language
from forums.invitations.calendars import location, summary
from forums.invitations.models import Invitation
from forums.scheduling.listing import SessionFilters, calendar_filters, of_forums, sessions_left
from forums.scheduling.models import Forum, Mode, Participant, Session, SessionState
from forums.scheduling.policies import read_forum
from forums.scheduling.queries import forum_for_detail, readable_forums, taking_part
from forums.scheduling.rules import LONGEST

BEHIND = timedelta(days=90)
"""How far back a feed goes."""
REFRESH = timedelta(hours=1)
KEPT = 100
"""How many calendars a process keeps as they were written: that saves 3 to 8 ms of a feed. Another ETag ends it."""
S = TypeVar("S")
_recent: OrderedDict[str, bytes] = OrderedDict()
FORMAT = 2
"""Counts the ways in which feeds were written: another one makes every copy stale."""


class Scope(enum.Enum):
    """Of which forums a feed holds all sessions that its filters leave."""

    OWN = "own"
    """Those in which a person takes part; besides, it holds what else they are invited to."""
    READABLE = "readable"
    """Those that a person may read."""
    FORUM = "forum"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Which sessions a feed holds, under which name; without `invited` not those to which its person is invited.

    One without a person is for everybody: without links to meetings.
    """

    name: str
    scope: Scope
    filters: SessionFilters
    person: Person | None = None
    forum: Forum | None = None
    invited: bool = True


@dataclass(frozen=True, slots=True)
class Times:
    """When a feed is asked for; it shows sessions that end after `since`, of which none begins before `begun`."""

    today: date
    now: datetime
    since: datetime
    begun: datetime


def personal(person: Person, query: Mapping[str, str]) -> Feed | None:
    """Return a person's feed as the query of its address narrows it, or None when they may not read its forum.

    It holds the sessions of the forums in which they take part and those to which they are invited; with ?forum=
    those of one forum, with ?mine=0 all that they may read. With ?invited=0 it leaves out what came by mail as an
    invitation, which their calendar program has already.
    """
    filters = calendar_filters(query)
    forum = forum_for_detail(filters.forum) if filters.forum else None
    if filters.forum and not (forum and read_forum(person, forum)):
        return None
    return Feed(
        name=_("Selaras: %(name)s", name=forum.name) if forum else _("Selaras: my sessions"),
        scope=Scope.FORUM if forum else Scope.READABLE if query.get("mine") == "0" else Scope.OWN,
        filters=filters,
        person=person,
        forum=forum,
        invited=query.get("invited") != "0",
    )


def public(query: Mapping[str, str], forum: Forum | None = None) -> Feed:
    """Return the feed of one public forum, or of all, as the query of its address narrows it."""
    name, scope = (forum.name, Scope.FORUM) if forum else (_("Selaras: public sessions"), Scope.PUBLIC)
    return Feed(name=name, scope=scope, filters=calendar_filters(query), forum=forum)


def answer(feed: Feed, *, now: datetime) -> Response:
    """Return the calendar, or 304 when the reader has it already: known from the versions of the rows alone."""
    etag = _etag(feed, _versions(feed, now))
    if request.if_none_match.contains(etag):
        response = make_response("", 304)
    else:
        response = make_response(_kept(etag) or _keep(etag, _built(feed, now)))
        response.content_type = "text/calendar; charset=utf-8"
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache" if feed.person else "public, max-age=300"
    return response


def _versions(feed: Feed, now: datetime) -> str:
    """Return what changes whenever the feed does, strung together in the database: one statement on indexes.

    A feed goes back a number of days, and says something else each day.
    """
    if feed.filters.state in {"upcoming", "past"}:  # they change with the hour, and nobody's version tells
        return str(db.session.execute(_asked(_exact_versions, feed, now)).all()[0][0])
    return f"{_midnight(now):%F}\n{db.session.execute(_asked(_grown_versions, feed, now)).all()[0][0]}"


def _asked(statement: Callable[..., S], feed: Feed, now: datetime) -> S:
    """Return a statement on the sessions of a feed."""
    since = _midnight(now) - BEHIND
    times = Times(today(), now, since, since - LONGEST)
    return statement(feed.person, feed.forum, feed.filters, times, scope=feed.scope, invited=feed.invited)


def _grown_versions(
    person: Person, forum: Forum, filters: SessionFilters, times: Times, *, scope: Scope, invited: bool
) -> Select[str]:
    """Select the versions of forums, and of each the sum of its sessions' versions; of other sessions theirs.

    Rows stay and versions only grow, so a sum never says the same twice.
    """
    summed = select(func.sum(Session.version)).where(Session.forum_id == Forum.id).correlate(Forum).scalar_subquery()
    told = _strung(Forum.id, Forum.version, func.coalesce(summed, 0))
    parts = [select(told).where(_of_scope(scope, person, forum, times.today), *of_forums(filters, times.today))]
    if scope is Scope.OWN:  # those of its forums are known by these
        own_seats = select(Participant.seat_id).where(taking_part(person.id))
        others = _invited(person).where(Invitation.seat_id.not_in(own_seats)) if invited else _invited(person)
        parts.append(select(_strung(Session.id, Session.version, 0)).where(Session.id.in_(others)))
    elif not invited:
        parts.append(select(_strung(Session.id, Session.version, 0)).where(Session.id.in_(_invited(person))))
    rows = union_all(*parts).subquery()
    ordered = select(rows.c.told).order_by(rows.c.told).subquery()
    return select(func.aggregate_strings(ordered.c.told, "\n"))


def _exact_versions(
    person: Person,
    forum: Forum,
    filters: SessionFilters,
    times: Times,
    *,
    scope: Scope,
    invited: bool,
) -> Select[str]:
    """Select which sessions are shown in which versions of theirs and their forums'."""
    told = _strung(Session.id, Session.version, Forum.version)
    shown = _shown(select(told), person, forum, filters, times, scope=scope, invited=invited)
    rows = shown.order_by(Session.id).subquery()
    return select(func.aggregate_strings(rows.c.told, "\n"))


def _sessions(
    person: Person,
    forum: Forum,
    filters: SessionFilters,
    times: Times,
    *,
    scope: Scope,
    invited: bool,
) -> Select[Session]:
    shown = _shown(select(Session), person, forum, filters, times, scope=scope, invited=invited)
    return shown.options(contains_eager(Session.forum)).order_by(Session.starts_at, Session.id)


def _strung(*parts: Any) -> ColumnElement[str]:
    """Return values as one text, "a:b:c"."""
    first, *others = (cast(part, String) for part in parts)
    told: Any = first
    for other in others:
        told = told + ":" + other
    return told.label("told")


def _shown(
    query: Select[Any],
    person: Person,
    forum: Forum,
    filters: SessionFilters,
    times: Times,
    *,
    scope: Scope,
    invited: bool,
) -> Select[Any]:
    """Narrow a query to the sessions of a feed."""
    holds: ColumnElement[bool]
    if scope is Scope.OWN:
        met, taken = aliased(Session), select(Participant.forum_id).where(taking_part(person.id))
        holds = Session.id.in_(union(select(met.id).where(met.forum_id.in_(taken)), _invited(person)))  # "or" reads all
    elif scope is Scope.PUBLIC:
        holds = Session.forum_id.in_(select(Forum.id).where(_of_scope(scope, person, forum, times.today)))
    else:
        holds = _of_scope(scope, person, forum, times.today)
    query = query.join(Session.forum).where(
        holds, Session.state != SessionState.MERGED, Session.starts_at > times.begun, Session.ends_at > times.since
    )
    if not invited:
        query = query.where(Session.id.not_in(_invited(person)))
    return sessions_left(query, filters, times.today, times.now)


def _of_scope(scope: Scope, person: Person, forum: Forum, day: date) -> ColumnElement[bool]:
    """Return the condition on forums of which a feed holds all that its filters leave."""
    if scope is Scope.FORUM:
        return Forum.id == forum.id
    if scope is Scope.READABLE:
        return readable_forums(person, day)
    if scope is Scope.OWN:
        return Forum.id.in_(select(Participant.forum_id).where(taking_part(person.id)))
    return Forum.circle_id.in_(select(Circle.id).where(Circle.classification == Classification.PUBLIC))


def _invited(person: Person) -> Select[UUID]:
    """Select the sessions to which a person is invited; of a secret forum none, unless they take part in it."""
    query = select(Invitation.session_id).join(Invitation.session).join(Session.forum)
    query = query.where(Invitation.person_id == person.id, Invitation.withdrawn_at.is_(None))
    circle = Forum.circle_id
    return query.where(or_(circle.not_in(secret_circles()), circle.in_(circles_naming(person.id))))


def _kept(etag: str) -> bytes | None:
    """Return the calendar that was written for these versions lately: not every reader remembers what it read."""
    if calendar := _recent.get(etag):
        _recent.move_to_end(etag)
    return calendar


def _keep(etag: str, calendar: bytes) -> bytes:
    _recent[etag] = calendar
    while len(_recent) > KEPT:
        _recent.popitem(last=False)
    return calendar


def _built(feed: Feed, now: datetime) -> bytes:
    sessions = db.session.scalars(_asked(_sessions, feed, now)).all()
    ids = [session.id for session in sessions]
    latest = select(AuditRow.subject_id, func.max(AuditRow.at)).where(
        AuditRow.subject_type == Session.__name__, AuditRow.subject_id.in_(ids)
    )
    rows = db.session.execute(latest.group_by(AuditRow.subject_id)).all() if ids else []
    changed = {row[0]: row[1] for row in rows}
    events = [_event(feed, session, changed.get(session.id)) for session in sessions]
    return itip.feed(events, name=feed.name, refresh_after=REFRESH)


def _event(feed: Feed, session: Session, changed_at: datetime | None) -> itip.Event:
    shows_link = session.mode is not Mode.IN_PERSON and feed.person is not None
    return itip.Event(
        uid=f"{session.id}@{_domain()}",
        sequence=session.version,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        timezone=session.timezone,
        summary=summary(session),
        created_at=session.forum.created_at,
        changed_at=changed_at or session.forum.created_at,
        description=session.because if session.state is SessionState.CANCELLED else "",
        place=location(session),
        page=external("forums.sessions.show" if feed.person else "forums.register.show", session_id=session.id),
        meeting_link=session.link if shows_link else "",
        cancelled=session.state is SessionState.CANCELLED,
        tentative=session.awaits_confirmation,
    )


def _etag(feed: Feed, versions: str) -> str:
    asked = f"{feed.filters} {feed.invited} {feed.person is None}"
    told = "\n".join([str(FORMAT), language(), feed.name, asked, versions])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _domain() -> str:
    return external("forums.sessions.index").split("/")[2].partition(":")[0]


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
