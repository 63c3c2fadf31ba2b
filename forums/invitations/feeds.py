"""Calendar feeds: one event per session, with an ETag computed from row versions."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Callable, Collection, Mapping
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
from forums.invitations.models import Invitation
from forums.scheduling.filters import SessionFilters, calendar_filters
from forums.scheduling.labels import location, summary
from forums.scheduling.listing import of_forums, sessions_left
from forums.scheduling.models import Forum, Mode, Participant, Session, SessionState
from forums.scheduling.policies import read_forum
from forums.scheduling.queries import forum_for_detail, readable_forums, taking_part
from forums.scheduling.rules import LONGEST

BEHIND = timedelta(days=90)
"""How far back a feed goes."""
REFRESH = timedelta(hours=1)
S = TypeVar("S")
FORMAT = 2
"""The version of the feed format; increase it to invalidate cached copies."""


class Scope(enum.Enum):
    """Which forums' sessions a feed contains, before filters."""

    OWN = "own"
    """Forums in which the person takes part, plus other sessions they are invited to."""
    READABLE = "readable"
    """All forums that the person may read."""
    FORUM = "forum"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed's name, scope and filters; without `invited`, sessions that the person is invited to are left out.

    A feed without a person is public and has no meeting links.
    """

    name: str
    scope: Scope
    filters: SessionFilters
    person: Person | None = None
    forum: Forum | None = None
    invited: bool = True


@dataclass(frozen=True, slots=True)
class Times:
    """The time of the request; sessions that end after `since` are shown, none of which begins before `begun`."""

    today: date
    now: datetime
    since: datetime
    begun: datetime


def personal(person: Person, query: Mapping[str, str]) -> Feed | None:
    """Return a person's feed with the filters of the query string, or None if they may not read its forum.

    It contains the sessions of the forums in which they take part and those they are invited to; with ?forum= those of
    one forum, with ?mine=0 all that they may read. With ?invited=0 it leaves out sessions with an invitation, which
    calendar programs have received by mail.
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
    """Return the feed of one public forum, or of all, with the filters of the query string."""
    name, scope = (forum.name, Scope.FORUM) if forum else (_("Selaras: public sessions"), Scope.PUBLIC)
    return Feed(name=name, scope=scope, filters=calendar_filters(query), forum=forum)


def answer(feed: Feed, *, now: datetime) -> Response:
    """Return the calendar, or 304 if the client's copy is current, which is decided from row versions alone."""
    etag = _etag(feed, _versions(feed, now))
    if request.if_none_match.contains(etag):
        response = make_response("", 304)
    else:
        response = make_response(_built(feed, now))
        response.content_type = "text/calendar; charset=utf-8"
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache" if feed.person else "public, max-age=300"
    return response


def _versions(feed: Feed, now: datetime) -> str:
    """Return a text that changes whenever the feed does, in one indexed query.

    It includes the date, as the period of a feed moves on every day.
    """
    if feed.filters.state in {"upcoming", "past"}:  # these depend on the time, which no row version reflects
        return str(db.session.execute(_for_feed(_exact_versions, feed, now)).all()[0][0])
    return f"{_midnight(now):%F}\n{db.session.execute(_for_feed(_grown_versions, feed, now)).all()[0][0]}"


def _for_feed(statement: Callable[..., S], feed: Feed, now: datetime) -> S:
    """Return the result of building a query on the sessions of a feed."""
    since = _midnight(now) - BEHIND
    times = Times(today(), now, since, since - LONGEST)
    return statement(feed.person, feed.forum, feed.filters, times, scope=feed.scope, invited=feed.invited)


def _grown_versions(
    person: Person, forum: Forum, filters: SessionFilters, times: Times, *, scope: Scope, invited: bool
) -> Select[str]:
    """Select each forum's version with the sum of its sessions' versions, and the versions of other sessions.

    Versions only increase, so equal sums mean that no session has changed.
    """
    summed = select(func.sum(Session.version)).where(Session.forum_id == Forum.id).correlate(Forum).scalar_subquery()
    entry = _concatenated(Forum.id, Forum.version, func.coalesce(summed, 0))
    parts = [select(entry).where(_of_scope(scope, person, forum, times.today), *of_forums(filters, times.today))]
    if scope is Scope.OWN:  # sessions of its forums are covered by their sums
        own_seats = select(Participant.seat_id).where(taking_part(person.id))
        others = _invited(person).where(Invitation.seat_id.not_in(own_seats)) if invited else _invited(person)
        parts.append(select(_concatenated(Session.id, Session.version, 0)).where(Session.id.in_(others)))
    elif not invited:
        parts.append(select(_concatenated(Session.id, Session.version, 0)).where(Session.id.in_(_invited(person))))
    rows = union_all(*parts).subquery()
    ordered = select(rows.c.entry).order_by(rows.c.entry).subquery()
    return select(func.aggregate_strings(ordered.c.entry, "\n"))


def _exact_versions(
    person: Person,
    forum: Forum,
    filters: SessionFilters,
    times: Times,
    *,
    scope: Scope,
    invited: bool,
) -> Select[str]:
    """Select the ids and versions of the sessions shown, with the versions of their forums."""
    entry = _concatenated(Session.id, Session.version, Forum.version)
    shown = _shown(select(entry), person, forum, filters, times, scope=scope, invited=invited)
    rows = shown.order_by(Session.id).subquery()
    return select(func.aggregate_strings(rows.c.entry, "\n"))


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


def _concatenated(*parts: Any) -> ColumnElement[str]:
    """Return values as one text, "a:b:c"."""
    first, *others = (cast(part, String) for part in parts)
    entry: Any = first
    for other in others:
        entry = entry + ":" + other
    return entry.label("entry")


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
    """Filter a query to the sessions of a feed."""
    holds: ColumnElement[bool]
    if scope is Scope.OWN:
        met, taken = aliased(Session), select(Participant.forum_id).where(taking_part(person.id))
        holds = Session.id.in_(union(select(met.id).where(met.forum_id.in_(taken)), _invited(person)))  # OR would scan
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
    """Return the condition for the forums in the scope of a feed."""
    if scope is Scope.FORUM:
        return Forum.id == forum.id
    if scope is Scope.READABLE:
        return readable_forums(person, day)
    if scope is Scope.OWN:
        return Forum.id.in_(select(Participant.forum_id).where(taking_part(person.id)))
    return Forum.circle_id.in_(select(Circle.id).where(Circle.classification == Classification.PUBLIC))


def _invited(person: Person) -> Select[UUID]:
    """Select the sessions that a person is invited to; in secret forums only those in which they take part."""
    query = select(Invitation.session_id).join(Invitation.session).join(Session.forum)
    query = query.where(Invitation.person_id == person.id, Invitation.withdrawn_at.is_(None))
    circle = Forum.circle_id
    return query.where(or_(circle.not_in(secret_circles()), circle.in_(circles_naming(person.id))))


def _built(feed: Feed, now: datetime) -> bytes:
    sessions = db.session.scalars(_for_feed(_sessions, feed, now)).all()
    changed = last_changes([session.id for session in sessions])
    events = [event_in_feed(session, changed.get(session.id), public=feed.person is None) for session in sessions]
    return itip.feed(events, name=feed.name, refresh_after=REFRESH)


def last_changes(ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when each of these sessions last changed, from the audit log; one statement, or none for no ids."""
    latest = select(AuditRow.subject_id, func.max(AuditRow.at)).where(
        AuditRow.subject_type == Session.__name__, AuditRow.subject_id.in_(ids)
    )
    rows = db.session.execute(latest.group_by(AuditRow.subject_id)).all() if ids else []
    return {row[0]: row[1] for row in rows}


def event_in_feed(session: Session, changed_at: datetime | None, *, public: bool = False) -> itip.Event:
    """Return a session as the event of a feed, in the active locale; without the meeting link if `public`."""
    shows_link = session.mode is not Mode.IN_PERSON and not public
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
        page=external("forums.register.show" if public else "forums.sessions.show", session_id=session.id),
        meeting_link=session.link if shows_link else "",
        cancelled=session.state is SessionState.CANCELLED,
        tentative=session.awaits_confirmation,
    )


def _etag(feed: Feed, versions: str) -> str:
    options = f"{feed.filters} {feed.invited} {feed.person is None}"
    source = "\n".join([str(FORMAT), language(), feed.name, options, versions])
    return hashlib.sha256(source.encode()).hexdigest()[:32]


def _domain() -> str:
    return external("forums.sessions.index").split("/")[2].partition(":")[0]


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
