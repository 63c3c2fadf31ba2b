"""What a person was told, and which kinds of mail a person switched off; each mail of such a kind has a link for it."""

from __future__ import annotations

from flask import Flask

from app.mail.notifications.topics import Topic, add_topic

__all__ = ["Topic", "add_topic", "init_app"]


def init_app(app: Flask) -> None:
    """Register the pages, the label of the audit trail and the template functions."""
    from app import audit
    from app.mail.notifications import views

    app.register_blueprint(views.bp)
    audit.describe("notifications.chosen", views.CHOSEN)
    audit.describe("notifications.hours_chosen", views.HOURS_CHOSEN)
