"""Digests that are drafted when their period is over, beside that of each month about everything."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the page, the API and the job."""
    from insights.schedules import api, views
    from insights.schedules import jobs as jobs

    parent.register_blueprint(views.bp)
    api.api.init_app(app)
