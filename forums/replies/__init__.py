"""Replies: iTIP messages sent back by calendar programs, and proposals for another time.

The sender address of a message proves nothing: the token in the address it was sent to identifies the invitee.
"""

from __future__ import annotations

from flask import Blueprint, Flask

from app.mail.inbox.models import IncomingMail
from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the panels of time proposals, and the handlers of incoming mail and session changes."""
    from forums.invitations.queries import Invited
    from forums.replies import handlers as handlers
    from forums.replies import labels, message_views, views
    from forums.scheduling.models import Session

    parent.register_blueprint(views.bp)
    parent.register_blueprint(message_views.bp)
    panels.add_panel(app, "session:main", Session, views.panel)
    panels.add_panel(app, "answer:below", Invited, views.own_panel)
    panels.add_panel(app, "inbox:main", IncomingMail, message_views.panel)
    labels.describe_acts()
