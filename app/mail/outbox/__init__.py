"""Outgoing mail: `outbox.enqueue(...)` adds a message in the current transaction, and a job delivers it."""

from __future__ import annotations

from flask import Flask

from app.mail.outbox import jobs as jobs
from app.mail.outbox.commands import commands
from app.mail.outbox.enqueue import enqueue, forget, take_back
from app.mail.outbox.labels import describe
from app.mail.outbox.subjects import Named, Subject, add_subject
from app.mail.outbox.transport import read_mail_url
from app.mail.outbox.ways import Way, announce, how_to_set_mail, mail_folder, mail_stays, mail_way

__all__ = [
    "Named",
    "Subject",
    "Way",
    "add_subject",
    "announce",
    "describe",
    "enqueue",
    "forget",
    "how_to_set_mail",
    "init_app",
    "mail_folder",
    "mail_stays",
    "mail_way",
    "take_back",
]


def init_app(app: Flask) -> None:
    """Register the commands, the job, the pages and globals. Raises SettingsRefused if MAIL_URL is invalid."""
    from app.mail.outbox import about_views, demo, labels, views
    from app.mail.outbox import handlers as handlers

    settings = app.extensions["settings"]
    if settings.mail_url:
        read_mail_url(settings.mail_url)
    app.jinja_env.globals.update(mail_stays=mail_stays, mail_way=mail_way)
    app.cli.add_command(commands)
    labels.init_app(app)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(about_views.bp)
    app.register_blueprint(demo.blueprint)
