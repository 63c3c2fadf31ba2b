"""What keeps an instance from serving people: `flask check`, and the health page of administrators."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the command, the page and the API."""
    from app.checks import api, views
    from app.checks.commands import check_command

    app.cli.add_command(check_command)
    app.register_blueprint(views.bp)
    api.api.init_app(app)
