"""Watching commitments, and mentions in remarks."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages and the job."""
    from commitments.watching import jobs as jobs
    from commitments.watching import views

    parent.register_blueprint(views.bp)
