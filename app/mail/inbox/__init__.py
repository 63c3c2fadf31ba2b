"""Received mail: messages to the system's mailbox, from a pipe or fetched over IMAP, each processed once.

Features subscribe to `events.MessageArrived`, which is emitted for every readable message. Messages that no handler
accepts are set aside, stored, and shown to administrators and coordinators. No automatic replies are sent.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the command, jobs, pages and labels. Raises SettingsRefused if INBOX_URL or INBOX_CA is invalid."""
    from app.mail.inbox import api, labels, views
    from app.mail.inbox import commands as commands
    from app.mail.inbox import jobs as jobs
    from app.mail.inbox.mailbox import read_inbox_url, trusting

    if url := app.extensions["settings"].inbox_url:
        read_inbox_url(url)
        trusting(app.extensions["settings"].inbox_ca)
    app.register_blueprint(views.bp)
    api.api.init_app(app)
    labels.init_app(app)
