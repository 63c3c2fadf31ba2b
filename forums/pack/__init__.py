"""The meeting pack ("bahan rapat"): one PDF of a session's agenda with its documents, circulated in versions."""

from __future__ import annotations

from flask import Blueprint, Flask

from app.web import panels


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages and the labels."""
    from forums.pack import labels
    from forums.pack.models import PackVersion
    from forums.pack.views import bp

    parent.register_blueprint(bp)
    labels.init_app(app)
    panels.add_address(app, PackVersion, "forums.pack.show", session_id="session_id")
