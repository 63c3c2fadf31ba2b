"""The quick lookup: one field, every kind of thing that the reader may see."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Open the page of the lookup."""
    from app.search.views import bp

    app.register_blueprint(bp)
