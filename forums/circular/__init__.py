"""Circular decisions: texts on which the seats of a forum vote between sessions."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the labels, the panels, the search, the event handler and the jobs."""
    from app.search import sources
    from forums.circular import handlers as handlers
    from forums.circular import jobs as jobs
    from forums.circular import labels, lookup, views
    from forums.circular.models import Circular
    from forums.decisions.models import Decision
    from forums.scheduling.models import Forum

    parent.register_blueprint(views.bp)
    labels.init_app(app)
    panels.add_address(app, Circular, "forums.circular.show", circular_id="id")
    panels.add_panel(app, "forum:aside", Forum, views.panel)
    panels.add_panel(app, "main", Decision, views.origin)
    sources.register(app, lookup.CIRCULARS, lookup.REPLIES, lookup.DOCUMENTS)
