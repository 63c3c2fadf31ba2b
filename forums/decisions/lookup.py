"""The search for decisions."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.search.sources import Kind, Source
from forums.decisions.models import Decision
from forums.decisions.queries import readable
from forums.scheduling.models import Forum


def rows() -> Select[Any]:
    """Select decisions with their basis, conditions and dissent."""
    columns = (Decision.id, Forum.circle_id, Decision.code, Decision.text.label("title"))
    text = Decision.basis + "\n" + Decision.conditions + "\n" + Decision.dissent
    return select(*columns, text.label("text"), Decision.decided_at.label("on_date")).join(Decision.forum)


KIND = Kind(
    name="decisions",
    label=_l("Decisions"),
    word=_l("Decision"),
    icon="decision",
    href=lambda entry: url_for("forums.decisions.show", decision_id=entry.object_id),
)
DECISIONS = Source("decisions", KIND, Decision, rows, readable)
