"""The search for forums and sessions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, String, case, cast, literal, or_, select

from app.accounts.models import Person
from app.circles.queries import knows_of
from app.search.sources import Kind, Source
from forums.scheduling.models import Forum, Mode, Session
from forums.scheduling.queries import readable_forums


def forums() -> Select[Any]:
    """Select forums with the texts of their charters and the date of creation."""
    columns: tuple[Any, ...] = (Forum.id, Forum.circle_id, Forum.name.label("title"), Forum.slug.label("anchor"))
    return select(*columns, Forum.goal, Forum.purpose, Forum.ground_rules, Forum.created_at.label("on_date"))


FORUM = Kind(
    name="forums",
    label=_l("Forums"),
    word=_l("Forum"),
    icon="forum",
    href=lambda entry: url_for("forums.scheduling.show", slug=entry.anchor),
    dated=_l("since %(day)s"),
)
FORUMS = Source(
    name="forums",
    kind=FORUM,
    model=Forum,
    rows=forums,
    readable=readable_forums,
    text=lambda row: "\n".join(filter(None, (row.goal, row.purpose, row.ground_rules))),
)


def session_label(language: Any) -> ColumnElement[str]:
    """Return the shortest name of a session, as `labels.session_label` does, in the language of a column."""
    number = case((language == "en", "Session "), else_="Sesi ") + cast(Session.number, String)
    return case((Session.series_id.is_(None) & (Session.title != ""), Session.title), else_=number)


def session_name(language: Any) -> ColumnElement[str]:
    """Return the name of a session, as `labels.session_name` does, in the language of a column."""
    label = session_label(language)
    return case((or_(Session.series_id.is_(None), Session.title == ""), label), else_=label + ": " + Session.title)


def in_forum() -> ColumnElement[str]:
    """Return the name of a session after that of its forum, in the forum's language: "Forum Udara, Sesi 11"."""
    return Forum.name + ", " + session_name(Forum.language)


def sessions() -> Select[Any]:
    """Select sessions with place, date and state."""
    columns = (Session.id, Forum.circle_id, in_forum().label("title"), Session.starts_at.label("on_date"))
    names = literal("sesi session ") + cast(Session.number, String) + " " + Session.title
    place = case((Session.mode != Mode.ONLINE, Session.place), else_="")
    texts = (names.label("names"), Forum.name.label("about"), place.label("text"))
    return select(*columns, *texts, Session.state).join(Session.forum)


def readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read a session."""
    return Session.forum_id.in_(select(Forum.id).where(readable_forums(person, today)).correlate(None))


def of_readable(session_id: Any, person: Person, today: date, *, inside: bool = False) -> Select[UUID]:
    """Select the session with the id of a column if a person may read it; `inside`, also its participants."""
    forums = knows_of(Forum.circle_id, person, today) if inside else readable_forums(person, today)
    known = select(Forum.id).where(forums).correlate(None)
    return select(Session.id).where(Session.id == session_id, Session.forum_id.in_(known))


def _href(entry: Any) -> str:
    """Return the address of a session; for an item of its agenda, whose id is the anchor, its place in the agenda."""
    if entry.anchor:
        return url_for("forums.agenda.show", session_id=entry.object_id, _anchor=f"item-{entry.anchor}")
    return url_for("forums.sessions.show", session_id=entry.object_id)


def _in_forums(ids: Collection[UUID]) -> Select[UUID]:
    return select(Session.id).where(Session.forum_id.in_(ids))


SESSION = Kind(
    name="sessions",
    label=_l("Sessions and agendas"),
    word=_l("Session"),
    icon="session",
    href=_href,
    states="session",
)
SESSIONS = Source("sessions", SESSION, Session, sessions, readable, follows={Forum: _in_forums}, searches_title=False)
"""Sessions by number and title: a search for the name of a forum finds the forum before its sessions."""
