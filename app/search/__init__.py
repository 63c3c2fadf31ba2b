"""Search: one field, every kind of thing that the reader may see."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the search page and its API."""
    from app.search import api, views

    app.register_blueprint(views.bp)
    api.api.init_app(app)
