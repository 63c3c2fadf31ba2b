"""Milestones of commitments: what is reached by when, on the way to the due date."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, and what templates show of milestones."""
    from commitments.milestones import views
    from commitments.milestones.rules import share_reached

    parent.register_blueprint(views.bp)
    app.jinja_env.globals["milestones_reached"] = share_reached
