"""Hand-over of office: the roles and the open work of a person pass to a successor in one act."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the page, the API operation, and what accounts themselves hand over."""
    from app.accounts.succession import api, held, views

    app.register_blueprint(views.bp)
    api.api.init_app(app)
    held.register(app)
