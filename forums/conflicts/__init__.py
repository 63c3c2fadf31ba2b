"""Conflicts of interest that participants declare for an agenda item, for the officers and the minutes."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages."""
    from forums.conflicts.views import bp

    parent.register_blueprint(bp)
