"""Calendars to subscribe to: one event per session, and an ETag that is known before anything is built."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response, make_response, request
from sqlalchemy import ColumnElement, Select, String, and_, cast, func, select, union, union_all
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.models import Person
from app.audit.models import AuditRow
from app.calendars import invitations as itip
from app.circles.models import Circle, Classification
from app.clock import today
from app.database import db
from app.i18n import language
from app.links import external
from app.translation import gettext as _
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
"""How many calendars a process keeps as they were written, by ETag."""
_recent: OrderedDict[str, bytes] = OrderedDict()
FORMAT = 2
"""Counts the ways in which feeds were written: another one makes every copy stale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Which sessions a feed holds, under which name. A public one is for everybody: without links to meetings.

    `forums` is the condition on forums of which it holds all sessions that its filters leave, `besides` the ids of
    others; without `invited` these are what it leaves out.
    """

    name: str
    holds: ColumnElement[bool]
    filters: SessionFilters
    forums: ColumnElement[bool]
    besides: Select[UUID] | None = None
    invited: bool = True
    public: bool = False


def personal(person: Person, query: Mapping[str, str]) -> Feed | None:
    """Return a person's feed as the query of its address narrows it, or None when they may not read its forum.

    It holds the sessions of the forums in which they take part and those to which they are invited; with ?forum=
    those of one forum, with ?mine=0 all that they may read. With ?invited=0 it leaves out what came by mail as an
    invitation, which their calendar program has already.
    """
    filters = calendar_filters(query)
    invited = select(Invitation.session_id).where(Invitation.person_id == person.id, Invitation.withdrawn_at.is_(None))
    forum = forum_for_detail(filters.forum) if filters.forum else None
    if filters.forum and not (forum and read_forum(person, forum)):
        return None
    besides = None
    if forum:
        forums, holds = Forum.id == forum.id, Session.forum_id == forum.id
    elif query.get("mine") == "0":
        forums = holds = readable_forums(person, today())
    else:
        met, taken = aliased(Session), select(Participant.forum_id).where(taking_part(person.id))
        forums = Forum.id.in_(taken)
        holds = Session.id.in_(union(select(met.id).where(met.forum_id.in_(taken)), invited))  # "or" would read all
        own_seats = select(Participant.seat_id).where(taking_part(person.id))
        besides = invited.where(Invitation.seat_id.not_in(own_seats))  # those in the forums are known by these
    with_invited = query.get("invited") != "0"
    if not with_invited:
        holds, besides = and_(holds, Session.id.not_in(invited)), invited
    name = _("Selaras: %(name)s", name=forum.name) if forum else _("Selaras: my sessions")
    return Feed(name=name, holds=holds, filters=filters, forums=forums, besides=besides, invited=with_invited)


def public(query: Mapping[str, str], forum: Forum | None = None) -> Feed:
    """Return the feed of one public forum, or of all, as the query of its address narrows it."""
    filters = calendar_filters(query)
    if forum:
        holds = Session.forum_id == forum.id
        return Feed(name=forum.name, holds=holds, filters=filters, forums=Forum.id == forum.id, public=True)
    forums = Forum.circle_id.in_(select(Circle.id).where(Circle.classification == Classification.PUBLIC))
    holds = Session.forum_id.in_(select(Forum.id).where(forums))
    return Feed(name=_("Selaras: public sessions"), holds=holds, filters=filters, forums=forums, public=True)


def answer(feed: Feed, *, now: datetime) -> Response:
    """Return the calendar, or 304 when the reader has it already: known from the versions of the rows alone."""
    etag = _etag(feed, _versions(feed, now))
    if request.if_none_match.contains(etag):
        response = make_response("", 304)
    else:
        response = make_response(_kept(etag) or _keep(etag, _built(feed, now)))
        response.content_type = "text/calendar; charset=utf-8"
    response.set_etag(etag)
    response.headers["Cache-Control"] = "public, max-age=300" if feed.public else "private, no-cache"
    return response


def _versions(feed: Feed, now: datetime) -> str:
    """Return what changes whenever the feed does, strung together in the database: one statement on indexes.

    Of a forum it is the sum of its sessions' versions: rows stay and versions only grow, so it never says the same
    twice. A feed goes back a number of days, and says something else each day.
    """
    if feed.filters.state in {"upcoming", "past"}:  # they change with the hour, and nobody's version tells
        return _exact_versions(feed, now)
    summed = select(func.sum(Session.version)).where(Session.forum_id == Forum.id).correlate(Forum).scalar_subquery()
    told = _strung(Forum.id, Forum.version, func.coalesce(summed, 0))
    parts = [select(told).where(feed.forums, *of_forums(feed.filters, today()))]
    if feed.besides is not None:
        parts.append(select(_strung(Session.id, Session.version, 0)).where(Session.id.in_(feed.besides)))
    rows = union_all(*parts).subquery()
    ordered = select(rows.c.told).order_by(rows.c.told).subquery()
    found = db.session.scalar(select(func.aggregate_strings(ordered.c.told, "\n"))) or ""
    return f"{_midnight(now):%F}\n{found}"


def _exact_versions(feed: Feed, now: datetime) -> str:
    """Return which sessions are shown in which versions of theirs and their forums'."""
    told = _strung(Session.id, Session.version, Forum.version)
    rows = _shown(select(told), feed, now).order_by(Session.id).subquery()
    return db.session.scalar(select(func.aggregate_strings(rows.c.told, "\n"))) or ""


def _strung(*parts: Any) -> ColumnElement[str]:
    """Return values as one text, "a:b:c"."""
    first, *others = (cast(part, String) for part in parts)
    told: Any = first
    for other in others:
        told = told + ":" + other
    return told.label("told")


def _shown(query: Select[Any], feed: Feed, now: datetime) -> Select[Any]:
    """Narrow a query to the sessions of a feed, from `BEHIND` on."""
    since = _midnight(now) - BEHIND
    query = query.join(Session.forum).where(
        feed.holds, Session.state != SessionState.MERGED, Session.starts_at > since - LONGEST, Session.ends_at > since
    )
    return sessions_left(query, feed.filters, today(), now)


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
    query = _shown(select(Session), feed, now).options(contains_eager(Session.forum))
    sessions = db.session.scalars(query.order_by(Session.starts_at, Session.id)).all()
    ids = [session.id for session in sessions]
    latest = select(AuditRow.subject_id, func.max(AuditRow.at)).where(
        AuditRow.subject_type == Session.__name__, AuditRow.subject_id.in_(ids)
    )
    rows = db.session.execute(latest.group_by(AuditRow.subject_id)).all() if ids else []
    changed = {row[0]: row[1] for row in rows}
    events = [_event(feed, session, changed.get(session.id)) for session in sessions]
    return itip.feed(events, name=feed.name, refresh_after=REFRESH)


def _event(feed: Feed, session: Session, changed_at: datetime | None) -> itip.Event:
    shows_link = session.mode is not Mode.IN_PERSON and not feed.public
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
        page=external("forums.register.show" if feed.public else "forums.sessions.show", session_id=session.id),
        meeting_link=session.link if shows_link else "",
        cancelled=session.state is SessionState.CANCELLED,
        tentative=session.awaits_confirmation,
    )


def _etag(feed: Feed, versions: str) -> str:
    asked = f"{feed.filters} {feed.invited} {feed.public}"
    told = "\n".join([str(FORMAT), language(), feed.name, asked, versions])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _domain() -> str:
    return external("forums.sessions.index").split("/")[2].partition(":")[0]


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
