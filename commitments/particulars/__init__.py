"""Plan and source of funds of commitments, and how often they are reported on."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the page and the labels."""
    from commitments.particulars import labels, views

    parent.register_blueprint(views.bp)
    labels.init_app(app)
