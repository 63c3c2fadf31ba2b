"""Search in all objects that the user may read, by name or code."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the search page and its API."""
    from app.search import api, views

    app.register_blueprint(views.bp)
    api.api.init_app(app)
