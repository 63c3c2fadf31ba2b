"""Documents of agenda items, and what parties are asked to prepare for them by a date."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the search, the reminders and the event handler."""
    from app.search import sources
    from forums.preparation import handlers as handlers
    from forums.preparation import jobs as jobs
    from forums.preparation import lookup
    from forums.preparation.models import Preparation
    from forums.preparation.views import bp

    parent.register_blueprint(bp)
    panels.add_address(app, Preparation, "forums.preparation.show", preparation_id="id")
    sources.register(app, lookup.DOCUMENTS)
