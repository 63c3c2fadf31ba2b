"""Sessions that meet a holiday, of a year and of all forums, decided on together."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the page."""
    from forums.holidays.views import bp

    parent.register_blueprint(bp)
