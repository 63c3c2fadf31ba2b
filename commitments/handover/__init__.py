"""Hand-over of commitments to other organisations."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages and the event handler."""
    from commitments.handover import handlers as handlers
    from commitments.handover import views

    parent.register_blueprint(views.bp)
