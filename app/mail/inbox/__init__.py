"""What arrives: messages to the system's mailbox, by a pipe or fetched over IMAP, each taken in once.

Features hear of a message that could be opened by `arrivals.MessageArrived`; what nobody takes is put aside, kept, and
shown to administrators and coordinators. Nothing is ever answered by itself.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Refuse an unusable INBOX_URL or INBOX_CA at the start; add the command, the jobs, the pages and the words."""
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
