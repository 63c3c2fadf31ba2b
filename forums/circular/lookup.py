"""The search for circular decisions."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.database import db
from app.web.i18n import plain_day
from app.web.panels import Hit, Lookup
from app.web.status_labels import KINDS as STATES
from forums.circular.models import Circular
from forums.circular.queries import Filters, found
from forums.scheduling.models import Forum


def find(person: Person, text: str, today: date) -> Select[Circular]:
    """Select the circulars whose code or text contains a text, latest first."""
    return found(person, Filters(text=text), today)


def hits(query: Select[Circular], _person: Person) -> list[Hit]:
    """Return search hits with the end of the vote, the status and the forum, in one query."""
    forum = aliased(Forum)
    columns: tuple[Any, ...] = (Circular.id, Circular.code, Circular.title, Circular.state, Circular.ends_at)
    taken: Select[Any] = query.with_only_columns(*columns, forum.name, forum.timezone, maintain_column_froms=True)
    taken = taken.join(forum, forum.id == Circular.forum_id)
    return [_hit(row) for row in db.session.execute(taken)]


def _hit(row: Any) -> Hit:
    state = str(STATES["circular"][row.state.value].word)
    facts = (plain_day(row.ends_at, row.timezone), state, row.name)
    href = url_for("forums.circular.show", circular_id=row.id)
    return Hit(_("Circular decision"), row.code, row.title, href, facts)


KEYS = (Circular.drafted_at, Circular.id)
CIRCULARS = Lookup("circulars", _l("Circular decisions"), find, hits, KEYS, descending=True)
