"""Both directions: what leadership asks of forums, and what parties and the public propose to them."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the page, the API and the labels."""
    from alignment.voices import api, labels, views

    parent.register_blueprint(views.bp)
    api.api.init_app(app)
    labels.init_app(app)
