"""Members: seats and the people on them come and go with dates; alternates and acting officials have a basis."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register pages, words and the job."""
    from forums.members import handlers as handlers
    from forums.members import jobs as jobs
    from forums.members import labels
    from forums.members.views import bp

    parent.register_blueprint(bp)
    labels.init_app(app)
