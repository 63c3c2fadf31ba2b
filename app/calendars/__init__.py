"""Rules, holidays and iCalendar: how a series is made, shown, sent and read.

Everything but the list of holidays (models, queries, actions) works without a database.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the command group `calendar`, the pages of the list of holidays and the job that fills it."""
    from app.calendars import api, views
    from app.calendars import audit_labels as audit_labels
    from app.calendars import jobs as jobs
    from app.calendars.commands import group
    from app.calendars.labels import HOLIDAY_KIND_LABELS

    app.cli.add_command(group)
    app.register_blueprint(views.blueprint)
    api.api.init_app(app)
    app.jinja_env.globals["holiday_kind"] = HOLIDAY_KIND_LABELS.__getitem__
