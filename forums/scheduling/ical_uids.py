"""Identities for calendars."""

from __future__ import annotations

from uuid import uuid4

from flask import current_app


def new_uid() -> str:
    """Return a UID for calendars, which says nothing about time or place."""
    domain = current_app.extensions["settings"].mail_from.rpartition("@")[2]
    return f"{uuid4()}@{domain}"
