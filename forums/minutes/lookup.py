"""The search for the text of minutes: their passages, or the published text for those who read only that."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.search.sources import Kind, Source
from app.web.markdown import plain_text
from forums.agenda.models import AgendaItem
from forums.minutes.content import ON_AGENDA
from forums.minutes.models import Minutes, MinutesState, Passage
from forums.minutes.queries import reading, reads_whole
from forums.scheduling.lookup import session_name
from forums.scheduling.models import Forum, Session

MARKED = re.compile(r"[*_`|<>\[\]\\&~#]|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)
"""Texts without these characters have no marks of Markdown to remove, which takes long."""


def passages() -> Select[Any]:
    """Select the passages that minutes show, with the names of their sessions and agenda items."""
    columns = (Passage.id, Passage.id.label("anchor"), Passage.text, Session.id.label("object_id"), Forum.circle_id)
    title = case((AgendaItem.title.is_(None), _title()), else_=_title() + ", " + AgendaItem.title).label("title")
    query = select(*columns, title, Session.starts_at.label("on_date")).join(Passage.minutes).join(Minutes.session)
    query = query.join(Session.forum).outerjoin(AgendaItem, AgendaItem.id == Passage.agenda_item_id)
    return query.where(Passage.text != "", or_(AgendaItem.id.is_(None), AgendaItem.state.in_(ON_AGENDA)))


def published() -> Select[Any]:
    """Select published minutes with their published content and the names of their sessions."""
    columns = (Minutes.id, Minutes.published_content, Session.id.label("object_id"), Forum.circle_id)
    query = select(*columns, _title().label("title"), Session.starts_at.label("on_date")).join(Minutes.session)
    return query.join(Session.forum).where(Minutes.state == MinutesState.PUBLISHED)


def _title() -> ColumnElement[str]:
    word = case((Minutes.language == "en", "Minutes of "), else_="Notulen ")
    return word + session_name(Minutes.language)


def readable_passages(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a passage is of the latest complete minutes that a person may read."""
    one = aliased(Minutes)
    states = reading(Session, person, today)
    may_read = or_(*(and_(one.state.in_(some), condition) for some, condition in states.items()))
    latest = select(func.max(one.version)).join(one.session).where(one.session_id == Minutes.session_id, may_read)
    latest = latest.correlate(Minutes)
    query = select(Minutes.id).where(Minutes.id == Passage.minutes_id, Minutes.version == latest.scalar_subquery())
    return query.correlate(Passage).exists()


def readable_published(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that minutes are the latest published ones that a person may read, and not completely."""
    own = select(Session.id).where(Session.id == Minutes.session_id)
    public = own.join(Session.forum).join(Forum.circle).where(Circle.classification == Classification.PUBLIC)
    whole = own.where(reads_whole(Session, person, today))
    later = aliased(Minutes)
    newer = select(later.id).where(later.session_id == Minutes.session_id, later.version > Minutes.version)
    newer = newer.where(later.state == MinutesState.PUBLISHED)
    is_there, *absent = (one.correlate(Minutes).exists() for one in (public, whole, newer))
    return and_(Minutes.state == MinutesState.PUBLISHED, is_there, *(~one for one in absent))


def _plain(text: str) -> str:
    return plain_text(text) if MARKED.search(text) else text


def _published_text(row: Any) -> str:
    """Return the notes of published minutes, without what they withhold."""
    content = row.published_content or {"opening": (), "items": (), "closing": ()}
    notes = [
        *content["opening"],
        *(note for item in content["items"] for note in item["passages"]),
        *content["closing"],
    ]
    return "\n".join(_plain(note["text"]) for note in notes if note["text"])


def _of_items(ids: Collection[UUID]) -> Select[UUID]:
    return select(Passage.id).where(Passage.agenda_item_id.in_(ids))


def _passages_in(ids: Collection[UUID]) -> Select[UUID]:
    return select(Passage.id).join(Passage.minutes).where(Minutes.session_id.in_(ids))


def _minutes_in(ids: Collection[UUID]) -> Select[UUID]:
    return select(Minutes.id).where(Minutes.session_id.in_(ids))


def _href(entry: Any) -> str:
    anchor = f"passage-{entry.anchor}" if entry.anchor else None
    return url_for("forums.minutes.show", session_id=entry.object_id, _anchor=anchor)


KIND = Kind(name="minutes", label=_l("Text of minutes"), word=_l("Text of minutes"), icon="pen", href=_href)
PASSAGES = Source(
    name="passages",
    kind=KIND,
    model=Passage,
    rows=passages,
    readable=readable_passages,
    text=lambda row: _plain(row.text),
    follows={AgendaItem: _of_items, Session: _passages_in},
    searches_title=False,
)
PUBLISHED = Source(
    name="published-minutes",
    kind=KIND,
    model=Minutes,
    rows=published,
    readable=readable_published,
    text=_published_text,
    follows={Session: _minutes_in},
    searches_title=False,
)
