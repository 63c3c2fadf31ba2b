"""The lifetime of sessions, and the recognition of browsers and systems."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

LIFETIME = timedelta(days=14)
"""How long a session lasts after its last request."""
NOTED = timedelta(hours=1)
"""Minimum time between two updates of a session's last request."""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""Substrings of user agents and their display names; the first match counts, since many user agents contain several."""


class Device(NamedTuple):
    """The browser and operating system of a visitor; "" if unknown."""

    browser: str
    system: str


def device_of(user_agent: str) -> Device:
    """Return the device in a User-Agent header."""
    return Device(_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in known if mark in user_agent), "")
