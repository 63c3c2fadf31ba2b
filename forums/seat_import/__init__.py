"""Export of a forum's seats and participants as a spreadsheet, and import with a preview."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages."""
    from forums.seat_import.views import bp

    parent.register_blueprint(bp)
