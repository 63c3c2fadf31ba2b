"""What was done, by whom, when: `audit.record(...)` beside every change, `history(thing)` on its page.

`describe` and `call` say how acts and things read there.
"""

from __future__ import annotations

from flask import Flask

from app.audit.labels import call, describe
from app.audit.record import record

__all__ = ["call", "describe", "init_app", "record"]


def init_app(app: Flask) -> None:
    """Offer the page, the command line and the sealing job, and templates a thing's `history`."""
    from app.audit import api, views
    from app.audit import jobs as jobs
    from app.audit.commands import commands
    from app.audit.queries import history

    app.cli.add_command(commands)
    app.jinja_env.globals["history"] = history
    app.register_blueprint(views.blueprint)
    api.api.init_app(app)
