"""The search for directives and suggestions."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, case, func, select

from app.accounts.models import Person
from app.search.sources import Kind, Source
from forums.directives.models import Directive
from forums.directives.queries import readable as readable_in_forum
from forums.scheduling.models import Forum

LINE = 100
"""Length in characters of the title of a directive."""


def rows() -> Select[Any]:
    """Select directives with their texts and answers; the title is the beginning of the text."""
    begun = func.rtrim(func.substr(Directive.text, 1, LINE - 1)) + "…"
    title = case((func.length(Directive.text) > LINE, begun), else_=Directive.text)
    columns = (Directive.id, Forum.circle_id, title.label("title"), Directive.text, Directive.reply, Directive.state)
    return select(*columns, Directive.given_at.label("on_date")).join(Directive.forum)


def readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read a directive."""
    forum = select(Forum.id).where(Forum.id == Directive.forum_id, readable_in_forum(person, today))
    return forum.correlate(Directive).exists()


KIND = Kind(
    name="directives",
    label=_l("Directives and suggestions"),
    word=_l("Directive or suggestion"),
    icon="flag",
    href=lambda entry: url_for("forums.directives.show", directive_id=entry.object_id),
    states="directive",
)
DIRECTIVES = Source(
    name="directives",
    kind=KIND,
    model=Directive,
    rows=rows,
    readable=readable,
    text=lambda row: "\n".join(filter(None, (row.text, row.reply))),
)
