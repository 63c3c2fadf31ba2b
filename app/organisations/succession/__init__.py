"""Successors of organisations: what passes on when organisations merge or split, and official changes of names."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages, the API operations, and what organisations themselves pass on."""
    from app.organisations.models import Organisation
    from app.organisations.succession import api, people, views
    from app.web.panels import add_panel

    app.register_blueprint(views.bp)
    add_panel(app, "aside", Organisation, views.panel)
    api.api.init_app(app)
    people.register(app)
