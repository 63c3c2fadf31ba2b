"""Rules, holidays and iCalendar: how a series is made, shown, sent and read. No other room is needed for it."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the command group `calendar`."""
    from app.calendars.commands import group

    app.cli.add_command(group)
