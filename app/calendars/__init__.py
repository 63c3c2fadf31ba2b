"""Recurrence rules, holidays and iCalendar: generating the dates of a series, and writing and reading calendar files.

Everything except the list of holidays (models, queries, actions) works without a database.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the command group `calendar`, the pages and API of holidays, and the job that updates their list."""
    from app.calendars import api, views
    from app.calendars import audit_labels as audit_labels
    from app.calendars import jobs as jobs
    from app.calendars.commands import group
    from app.calendars.labels import HOLIDAY_KIND_LABELS

    app.cli.add_command(group)
    app.register_blueprint(views.blueprint)
    api.api.init_app(app)
    app.jinja_env.globals["holiday_kind"] = HOLIDAY_KIND_LABELS.__getitem__
