"""Seats and participants of a forum as a spreadsheet: out, and in again with a preview."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages."""
    from forums.seat_import.views import bp

    parent.register_blueprint(bp)
