"""The calendar of sessions of all forums, by month, week and year."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the page, and the tabs between it and the list of sessions."""
    from forums.calendar import labels, views

    parent.register_blueprint(views.bp)
    labels.init_app(app)
