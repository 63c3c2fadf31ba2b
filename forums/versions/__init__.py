"""Versions of minutes: approved minutes are amended by a new version, and any two texts can be compared."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.audit.checks import add_check
from app.web import panels as places


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, and what the pages of minutes and decisions show about versions."""
    from forums.decisions.models import Decision
    from forums.minutes.models import Minutes
    from forums.versions import handlers as handlers
    from forums.versions import labels, panels
    from forums.versions.integrity import check_minutes
    from forums.versions.views import bp

    parent.register_blueprint(bp)
    labels.init_app(app)
    add_check(app, check_minutes)
    places.add_panel(app, "minutes:status", Minutes, panels.status)
    places.add_panel(app, "aside", Minutes, panels.history)
    places.add_panel(app, "aside", Minutes, panels.wordings)
    places.add_panel(app, "main", Decision, panels.wording_of)
