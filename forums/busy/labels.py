"""Error messages for calendars that could not be read."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from app import audit
from app.web.ssrf import Trouble

UNREADABLE = "unreadable"
TROUBLES = {
    Trouble.ADDRESS.value: _l("Write an address that begins with https:// or webcal://, without name or password"),
    Trouble.UNKNOWN_HOST.value: _l("There is no such server. Check the address"),
    Trouble.FORBIDDEN_HOST.value: _l("This server is not on the internet, so Selaras cannot use it"),
    Trouble.UNREACHABLE.value: _l("The server does not respond"),
    Trouble.CERTIFICATE.value: _l("The server has no valid certificate"),
    Trouble.SLOW.value: _l("The server takes too long to respond"),
    Trouble.REDIRECTS.value: _l("The address redirects too many times, or to an address that is not allowed"),
    Trouble.GONE.value: _l("There is no longer a calendar at this address"),
    Trouble.DENIED.value: _l("The server asks for a password. Use the secret or public address of the calendar"),
    Trouble.FAILED.value: _l("The server returned an error"),
    Trouble.TOO_LARGE.value: _l("The calendar is larger than 5 MiB"),
    Trouble.GARBLED.value: _l("The server’s response cannot be read"),
    UNREADABLE: _l("The address does not contain a calendar (iCalendar)"),
}


def init_app(app: Flask) -> None:
    """Register the error messages as a template global, and the labels of the audit log."""
    app.jinja_env.globals["busy_trouble"] = lambda value: str(TROUBLES[value])
    audit.describe("busy_feed.added", _l("added a calendar of busy times"))
    audit.describe("busy_feed.asked", _l("requested another reading of a calendar of busy times"))
    audit.describe("busy_feed.forgotten", _l("removed a calendar of busy times"))
