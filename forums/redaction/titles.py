"""Titles of agenda items for readers of the published minutes, which may withhold them."""

from __future__ import annotations

from uuid import UUID

from flask import g, has_request_context

from app.accounts.models import Person
from forums.agenda.models import AgendaItem
from forums.minutes.policies import reads_whole
from forums.redaction.queries import withheld_titles
from forums.scheduling.models import Session


def hidden_titles(user: Person, session: Session) -> dict[UUID, str]:
    """Return what a person reads in place of withheld titles of a session, by item id. Cached for the request."""
    known: dict[UUID, dict[UUID, str]] = g.setdefault("hidden_titles", {}) if has_request_context() else {}
    if session.id not in known:
        known[session.id] = {} if reads_whole(user, session) else withheld_titles(session.id)
    return known[session.id]


def title_for(user: Person, item: AgendaItem) -> str:
    """Return the title of an agenda item, or what a person reads in its place."""
    return hidden_titles(user, item.session).get(item.id, item.title)
