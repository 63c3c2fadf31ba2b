"""The search for forums."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.accounts.models import Person
from app.database import alphabetical, db
from app.search.trigrams import Sought, within
from app.web.i18n import plain_day
from app.web.panels import Hit, Lookup
from forums.scheduling.labels import KINDS
from forums.scheduling.models import Forum
from forums.scheduling.queries import readable_forums


def find(person: Person, text: str, today: date) -> Select[Forum]:
    """Select the forums whose name contains a text, by name."""
    query = select(Forum).where(readable_forums(person, today), within(Sought.of(text), Forum.name))
    return query.order_by(alphabetical(Forum.name), Forum.id)


def hits(query: Select[Forum], _person: Person) -> list[Hit]:
    """Return search hits with kind, and the date of creation or archiving."""
    columns = (Forum.slug, Forum.name, Forum.kind, Forum.created_at, Forum.archived_at)
    return [_hit(row) for row in db.session.execute(query.with_only_columns(*columns, maintain_column_froms=True))]


def _hit(row: Any) -> Hit:
    if row.archived_at:
        state = _("archived on %(day)s", day=plain_day(row.archived_at))
    else:
        state = _("active since %(day)s", day=plain_day(row.created_at))
    href = url_for("forums.scheduling.show", slug=row.slug)
    return Hit(_("Forum"), None, row.name, href, (str(KINDS[row.kind]), state))


FORUMS = Lookup("forums", _l("Forums"), find, hits, (Forum.name, Forum.id))
