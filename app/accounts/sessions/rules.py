"""What a browser calls itself, in a few words, and how long a session lasts."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

LIFETIME = timedelta(days=14)
"""How long someone who does nothing stays signed in."""
NOTED = timedelta(hours=1)
"""How old the time of the last visit becomes before another visit is written down."""

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
"""What stands in a user agent, and what people call it; the first one found counts, since many name several."""


class Device(NamedTuple):
    """The browser and the system of a visitor; each may be empty, where neither is known."""

    browser: str
    system: str


def device_of(user_agent: str) -> Device:
    """Return the device that a User-Agent header describes."""
    return Device(_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in known if mark in user_agent), "")
