"""Members of a forum: seats and participants with their periods, and alternates and acting officials."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the labels, the job and the event handlers."""
    from app.organisations.succession.holdings import add_holding
    from forums.members import charges, labels
    from forums.members import handlers as handlers
    from forums.members import jobs as jobs
    from forums.members.holdings import SEATS
    from forums.members.views import bp

    parent.register_blueprint(bp)
    labels.init_app(app)
    charges.register(app)
    add_holding(app, SEATS)
