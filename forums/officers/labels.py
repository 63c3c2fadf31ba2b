"""The officers of a session as text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask
from flask_babel import gettext as _

from app.web.i18n import hour


def init_app(app: Flask) -> None:
    """Register the sentence parts as template globals."""
    app.jinja_env.globals.update(officers_of=officers_of)


def officers_of(content: Mapping[str, Any], role: str) -> str:
    """Return who served in a role according to the content of minutes, with times if they changed.

    "A (09.00–10.10), B (10.10–11.30)"; "" if nobody was named. Older content names only the last one.
    """
    found = [one for one in content.get("served", ()) if one["role"] == role]
    if len(found) < 2:
        return str(content[role])
    return ", ".join(_with_times(one, content["timezone"]) for one in found)


def _with_times(one: Mapping[str, Any], timezone: str) -> str:
    since, until = (_clock(one[end], timezone) for end in ("from", "until"))
    if since and until:
        return f"{one['name']} ({since}–{until})"
    if since:
        return _("%(name)s (from %(time)s)", name=one["name"], time=since)
    return str(one["name"])


def _clock(instant: str | None, timezone: str) -> str:
    return hour(datetime.fromisoformat(instant), timezone) if instant else ""
