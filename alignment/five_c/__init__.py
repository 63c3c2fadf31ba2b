"""The 5C review: what supports and what hinders a programme, read from the registers."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the API, the labels and the address of a review."""
    from alignment.five_c import api, labels, views
    from alignment.five_c.models import Synopsis

    parent.register_blueprint(views.bp)
    api.api.init_app(app)
    labels.init_app(app)
    panels.add_address(app, Synopsis, "alignment.five_c.index", circle="circle_id")
