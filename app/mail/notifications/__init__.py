"""What a person was told, how they are told about topics, and when; mail about a topic has a link to switch it off."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.mail.notifications.topics import Topic, add_topic

__all__ = ["Topic", "add_topic", "init_app"]


def init_app(app: Flask) -> None:
    """Register the pages, the label of the audit trail and the template functions."""
    from app import audit
    from app.mail import outbox
    from app.mail.notifications import api, listing, views
    from app.mail.notifications import summaries as summaries

    app.register_blueprint(views.bp)
    api.api.init_app(app)
    outbox.describe(listing.SUMMARY, _l("Summary of news"), optional=True)
    audit.describe("notifications.chosen", views.CHOSEN)
    audit.describe("notifications.hours_chosen", views.HOURS_CHOSEN)
