"""Calendars of others become series and sessions: looked at first, taken as a whole, and brought up to date later."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask, parent: Blueprint) -> None:
    """Register the pages, the command, the words of the record and what sweeps previews that nobody confirmed."""
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
