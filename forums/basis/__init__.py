"""The basis of a forum: the decree or letter that it rests on, its members by office, and its renewal."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the panel on the page of a forum and the job."""
    from forums.basis import jobs as jobs
    from forums.basis import labels, views
    from forums.scheduling.models import Forum

    parent.register_blueprint(views.bp)
    labels.init_app(app)
    panels.add_panel(app, "forum:aside", Forum, views.panel)
