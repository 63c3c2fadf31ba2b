"""The review of circulated minutes: parties agree or request corrections, and a deputy may approve."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the labels, the panels, the event handlers and the jobs."""
    from forums.review import deputies, labels, pending
    from forums.review import handlers as handlers
    from forums.review import jobs as jobs
    from forums.review.views import bp
    from forums.scheduling.models import Forum, Session

    parent.register_blueprint(bp)
    labels.init_app(app)
    panels.add_panel(app, "session:banner", Session, pending.pending)
    panels.add_panel(app, "forum:aside", Forum, deputies.panel)
