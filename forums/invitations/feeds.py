"""Calendars to subscribe to: one event per session, and an ETag that is known before anything is built."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Response, make_response, request
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, String, and_, cast, func, select, union
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.models import Person
from app.audit.models import AuditRow
from app.calendars import invitations as itip
from app.circles.models import Circle, Classification
from app.clock import today
from app.database import db
from app.i18n import language
from app.links import external
from forums.invitations.calendars import location, summary
from forums.invitations.models import Invitation
from forums.scheduling.listing import SessionFilters, calendar_filters, sessions_left
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
    """Which sessions a feed holds, under which name. A public one is for everybody: without links to meetings."""

    name: str
    holds: ColumnElement[bool]
    filters: SessionFilters
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
    if forum:
        holds = Session.forum_id == forum.id
    elif query.get("mine") == "0":
        holds = readable_forums(person, today())
    else:
        met = aliased(Session)
        own = select(met.id).join(Participant, Participant.forum_id == met.forum_id).where(taking_part(person.id))
        holds = Session.id.in_(union(own, invited))  # "or" would read all sessions
    if query.get("invited") == "0":
        holds = and_(holds, Session.id.not_in(invited))
    name = _("Selaras: %(name)s", name=forum.name) if forum else _("Selaras: my sessions")
    return Feed(name=name, holds=holds, filters=filters)


def public(query: Mapping[str, str], forum: Forum | None = None) -> Feed:
    """Return the feed of one public forum, or of all, as the query of its address narrows it."""
    filters = calendar_filters(query)
    if forum:
        return Feed(name=forum.name, holds=Session.forum_id == forum.id, filters=filters, public=True)
    circles = select(Circle.id).where(Circle.classification == Classification.PUBLIC)
    holds = Session.forum_id.in_(select(Forum.id).where(Forum.circle_id.in_(circles)))
    return Feed(name=_("Selaras: public sessions"), holds=holds, filters=filters, public=True)


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
    """Return which sessions are shown in which versions of theirs and their forums', strung together where they are."""
    parts = (cast(Session.id, String), cast(Session.version, String), cast(Forum.version, String))
    told = (parts[0] + ":" + parts[1] + ":" + parts[2]).label("told")
    rows = _shown(select(told), feed, now).order_by(Session.id).subquery()
    return db.session.scalar(select(func.aggregate_strings(rows.c.told, "\n"))) or ""


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
    told = "\n".join([str(FORMAT), language(), feed.name, str(feed.public), versions])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _domain() -> str:
    return external("forums.sessions.index").split("/")[2].partition(":")[0]


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
