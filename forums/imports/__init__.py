"""Imports of external calendars as series and sessions: previewed, applied as a whole, and updated later."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the command, the labels, the panel and the jobs."""
    from app.web import panels
    from forums.imports import handlers as handlers
    from forums.imports import jobs as jobs
    from forums.imports import labels, views
    from forums.imports.commands import forums
    from forums.imports.models import CalendarImport
    from forums.imports.panel import begin_import
    from forums.scheduling.models import Forum

    app.cli.add_command(forums)
    parent.register_blueprint(views.bp)
    labels.init_app(app)
    panels.add_address(app, CalendarImport, "forums.imports.show", calendar_import_id="id")
    panels.add_panel(app, "forum:actions", Forum, begin_import)
