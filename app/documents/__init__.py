"""Papers: HTML to PDF, canonical content and its hash, the register behind the QR codes."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Answer at /verify."""
    from app.documents.views import bp

    app.register_blueprint(bp)
