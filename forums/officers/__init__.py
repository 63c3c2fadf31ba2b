"""Presider and minute-taker of a session: who served when, also if they changed while it was under way."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the page, the button on pages of sessions, and the event handler."""
    from app.web import panels
    from forums.officers import handlers as handlers
    from forums.officers import labels, views
    from forums.scheduling.models import Session

    parent.register_blueprint(views.bp)
    labels.init_app(app)
    panels.add_panel(app, "session:actions", Session, views.button)
