"""Review of the sessions of all forums that fall on a holiday."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages."""
    from forums.holidays.views import bp

    parent.register_blueprint(bp)
