"""Replies: what calendar programs send back to invitations, and times that people propose instead.

A message proves nothing by its sender: the token in the address that it went to says who answers.
"""

from __future__ import annotations

from flask import Blueprint, Flask

from app.mail.inbox.models import IncomingMail
from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register pages and the panel of proposed times, and listen to what arrives and to sessions that change."""
    from forums.invitations.models import Invitation
    from forums.replies import handlers as handlers
    from forums.replies import labels, message_views, views
    from forums.scheduling.models import Session

    parent.register_blueprint(views.bp)
    parent.register_blueprint(message_views.bp)
    panels.add_panel(app, "session:main", Session, views.panel)
    panels.add_panel(app, "answer:below", Invitation, views.own_panel)
    panels.add_panel(app, "inbox:main", IncomingMail, message_views.panel)
    labels.describe_acts()
