"""Labels of urgency and time zones in documents."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.web.i18n import zone_name
from forums.papers.models import Nature

NATURES = {
    Nature.VERY_URGENT: _l("Very urgent"),
    Nature.URGENT: _l("Urgent"),
    Nature.IMPORTANT: _l("Important"),
    Nature.ORDINARY: _l("Ordinary"),
}


def init_app(app: Flask) -> None:
    """Register the labels as template globals."""
    app.jinja_env.globals["zone_of"] = zone_of


def zone_of(moment: datetime, timezone: str) -> str:
    """Return the abbreviation of a time zone at an instant: "WIB"."""
    return zone_name(moment.astimezone(ZoneInfo(timezone)))
