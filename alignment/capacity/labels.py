"""Labels of levels and scores, and the addresses of barriers."""

from __future__ import annotations

from uuid import UUID

from flask import Flask, current_app
from flask_babel import lazy_gettext as _l

from alignment.barriers.models import Barrier
from app.web.panels import registry

LEVELS = {
    0: _l("never done"),
    1: _l("with help"),
    2: _l("alone in routine work"),
    3: _l("alone in difficult cases too"),
    4: _l("can train others"),
}
SCORES = {
    5: _l("very useful"),
    4: _l("useful"),
    3: _l("fair"),
    2: _l("hardly useful"),
    1: _l("not useful"),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals.update(competence_levels=LEVELS, training_scores=SCORES, barrier_href=barrier_href)


def barrier_href(barrier_id: UUID) -> str | None:
    """Return the URL of the page of a barrier, or None if barriers have no pages."""
    page = registry(current_app._get_current_object()).addresses.get(Barrier)  # type: ignore[attr-defined]
    return page(Barrier(id=barrier_id)) if page else None
