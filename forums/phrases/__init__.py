"""Standard phrases for minutes, and the names that a writer of minutes can insert."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages."""
    from forums.phrases.views import bp

    parent.register_blueprint(bp)
