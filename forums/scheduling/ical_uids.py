"""UIDs of iCalendar events."""

from __future__ import annotations

from uuid import uuid4

from flask import current_app


def new_uid() -> str:
    """Return a new random UID."""
    domain = current_app.extensions["settings"].mail_from.rpartition("@")[2]
    return f"{uuid4()}@{domain}"
