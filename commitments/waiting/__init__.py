"""Commitments that wait for others: what they wait for, what waits for them, and who is told when a wait is over."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages and the event handlers."""
    from commitments.waiting import handlers as handlers
    from commitments.waiting import views

    parent.register_blueprint(views.bp)
