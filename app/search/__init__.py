"""Search in all texts that the user may read: one index, suggestions while typing, and the command palette."""

from __future__ import annotations

from flask import Flask

from app.search import index as index
from app.search import models as models


def init_app(app: Flask) -> None:
    """Create the register of sources, and register the pages, the API, the command and the job."""
    from app.search import api, commands, sources, views
    from app.search import jobs as jobs

    sources.init_app(app)
    app.register_blueprint(views.bp)
    api.api.init_app(app)
    commands.init_app(app)
