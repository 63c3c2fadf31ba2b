"""Rules, holidays and iCalendar: how a series is made, shown, sent and read.

Everything but the list of holidays (models, queries, actions) works without a database.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the command group `calendar`, and make the list of holidays and its job known."""
    from app.calendars import jobs as jobs
    from app.calendars.commands import group

    app.cli.add_command(group)
