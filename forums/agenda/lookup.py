"""The search for items of agendas, as parts of their sessions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from app.accounts.models import Person
from app.search.sources import Source
from forums.agenda.models import AgendaItem
from forums.minutes.queries import reads_whole
from forums.redaction.queries import withheld_items
from forums.scheduling.lookup import SESSION, in_forum, of_readable
from forums.scheduling.models import Forum, Session


def rows() -> Select[Any]:
    """Select items with their questions, and the title, date and state of their sessions."""
    columns: tuple[Any, ...] = (AgendaItem.id, AgendaItem.id.label("anchor"), AgendaItem.title.label("item"))
    session = (Session.id.label("object_id"), Forum.circle_id, in_forum().label("title"), Session.state)
    query = select(*columns, AgendaItem.question, *session, Session.starts_at.label("on_date"))
    return query.join(AgendaItem.session).join(Session.forum)


def readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read an item: `context.readable_items` in SQL."""
    shown = or_(AgendaItem.id.not_in(withheld_items()), reads_whole(Session, person, today))
    return of_readable(AgendaItem.session_id, person, today).where(shown).correlate(AgendaItem).exists()


def _in_sessions(ids: Collection[UUID]) -> Select[UUID]:
    return select(AgendaItem.id).where(AgendaItem.session_id.in_(ids))


def _in_forums(ids: Collection[UUID]) -> Select[UUID]:
    return select(AgendaItem.id).join(AgendaItem.session).where(Session.forum_id.in_(ids))


ITEMS = Source(
    name="agenda-items",
    kind=SESSION,
    model=AgendaItem,
    rows=rows,
    readable=readable,
    text=lambda row: "\n".join(filter(None, (row.item, row.question))),
    follows={Session: _in_sessions, Forum: _in_forums},
    searches_title=False,
)
