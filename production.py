"""What makes settings unusable in production, where an instance does not start with any of it."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from config import Settings

PLACEHOLDERS = (".example", ".invalid", ".test", "example.com", "example.net", "example.org")
"""Endings of host names that are reserved for documentation and tests."""


class Obstacle(NamedTuple):
    """Why an instance with this setting cannot be used in production, and how to correct it; texts are translatable."""

    setting: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.setting}: {self.problem} {self.remedy}"

    def concerns(self, error: str) -> bool:
        """Whether an error is about the same setting."""
        return re.match(rf"{self.setting}\b", error) is not None


def _l(sentence: str) -> str:
    """Mark a message for extraction; the health page translates it."""
    return sentence


NO_MAIL_SERVER = Obstacle(
    "MAIL_URL",
    _l("No mail server is set up."),
    _l("Set it to smtps://user:password@host:465, or to “none” to keep outgoing mail on the server."),
)
PLACEHOLDER_MAIL_SERVER = Obstacle(
    "MAIL_URL",
    _l("The mail server is a placeholder, so no mail can be delivered."),
    _l("Set it to smtps://user:password@host:465, or to “none” to keep outgoing mail on the server."),
)
PLACEHOLDER_SENDER = Obstacle(
    "MAIL_FROM",
    _l("The sender is a placeholder that mail servers refuse."),
    _l("Set it to the address that this instance sends mail from."),
)
LOOPBACK_BASE_URL = Obstacle(
    "BASE_URL",
    _l("It is not set or names this machine only, so links in mails and documents work nowhere else."),
    _l(
        "Set it to the address that people use, beginning with https://; for a trial on this machine alone, set "
        "ALLOW_LOOPBACK=1."
    ),
)
PLAIN_BASE_URL = Obstacle(
    "BASE_URL",
    _l("It begins with http://, and nobody can sign in without encryption."),
    _l("Put a proxy with TLS in front and set the address that begins with https://."),
)
PLACEHOLDER_BASE_URL = Obstacle(
    "BASE_URL",
    _l("It is a placeholder, so links in mails and documents lead nowhere."),
    _l("Set it to the address that people use, beginning with https://."),
)


def obstacles(settings: Settings) -> list[Obstacle]:
    """Return what makes `settings` unusable in production."""
    found = []
    if not settings.mail_url and not settings.mail_waits:
        found.append(NO_MAIL_SERVER)
    if settings.mail_url and _ends_as_placeholder(urlsplit(settings.mail_url).hostname or ""):
        found.append(PLACEHOLDER_MAIL_SERVER)
    if settings.mail_url and _is_placeholder(settings.mail_from.strip("<> ").rpartition("@")[2]):
        found.append(PLACEHOLDER_SENDER)
    url = urlsplit(settings.base_url)
    loopback = _is_loopback(url.hostname or "")
    if loopback and not settings.allow_loopback:
        found.append(LOOPBACK_BASE_URL)
    elif not loopback and url.scheme != "https":
        found.append(PLAIN_BASE_URL)
    elif not loopback and _is_placeholder(url.hostname or ""):
        found.append(PLACEHOLDER_BASE_URL)
    return found


def _is_placeholder(host: str) -> bool:
    return not host or host == "localhost" or _ends_as_placeholder(host)


def _ends_as_placeholder(host: str) -> bool:
    return host.lower().endswith(PLACEHOLDERS)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
