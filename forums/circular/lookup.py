"""The search for circular decisions."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, select

from app.accounts.models import Person
from app.search.sources import Kind, Source
from forums.circular.models import Circular
from forums.circular.queries import is_readable
from forums.scheduling.models import Forum


def rows() -> Select[Any]:
    """Select circulars with the text to decide and the end of the vote."""
    columns = (Circular.id, Forum.circle_id, Circular.code, Circular.title, Circular.text, Circular.state)
    return select(*columns, Circular.ends_at.label("on_date")).join(Circular.forum)


def readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read a circular."""
    return Circular.id.in_(select(Circular.id).join(Circular.forum).where(is_readable(person, today)).correlate(None))


KIND = Kind(
    name="circulars",
    label=_l("Circular decisions"),
    word=_l("Circular decision"),
    icon="send",
    href=lambda entry: url_for("forums.circular.show", circular_id=entry.object_id),
    states="circular",
    dated=_l("until %(day)s"),
)
CIRCULARS = Source("circulars", KIND, Circular, rows, readable)
