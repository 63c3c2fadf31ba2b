"""The search for forums and sessions."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.search.sources import Kind, Source
from forums.scheduling.models import Forum
from forums.scheduling.queries import readable_forums


def forums() -> Select[Any]:
    """Select forums with the date of creation."""
    columns = (Forum.id, Forum.circle_id, Forum.name.label("title"), Forum.slug.label("anchor"))
    return select(*columns, Forum.created_at.label("on_date"))


FORUM = Kind(
    name="forums",
    label=_l("Forums"),
    word=_l("Forum"),
    icon="forum",
    href=lambda entry: url_for("forums.scheduling.show", slug=entry.anchor),
    dated=_l("since %(day)s"),
)
FORUMS = Source("forums", FORUM, Forum, forums, readable_forums)
