"""What papers call a time zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask

from app.i18n import zone_name


def init_app(app: Flask) -> None:
    """Offer the words to templates."""
    app.jinja_env.globals["zone_of"] = zone_of


def zone_of(moment: datetime, timezone: str) -> str:
    """Return what people call a zone at an instant: "WIB"."""
    return zone_name(moment.astimezone(ZoneInfo(timezone)))
