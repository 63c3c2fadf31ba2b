"""Sessions of all forums by month, week and year: the grid on which people look for a day."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the page, and the tabs that lead to it from the list of sessions."""
    from forums.calendar import labels, views

    parent.register_blueprint(views.bp)
    labels.init_app(app)
