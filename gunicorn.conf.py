"""Gunicorn configuration: checks before the start, and garbage collection of workers."""

import gc
import socket
from ipaddress import ip_address
from typing import Any

from flask import Flask

from app.checks.at_start import require_working
from config import SettingsRefused, read_settings

limit_request_line = 8190  # Gunicorn's maximum; the application answers longer addresses than it accepts itself


def on_starting(server: Any) -> None:
    """Print what keeps this instance from serving people, and exit if it could serve nobody.

    Raises SettingsRefused if the demo, whose passwords are public, would listen on a non-loopback address. The
    application is loaded here, once, and workers share it.
    """
    if read_settings().demo and not all(_is_loopback(address) for address in server.cfg.address):
        raise SettingsRefused("The demo listens on loopback only: bind it to 127.0.0.1, or unset SELARAS_DEMO.")
    app = server.app.wsgi()
    if isinstance(app, Flask):
        require_working(app)


def post_worker_init(_worker: Any) -> None:
    """Exclude start-up objects from collection, and collect twenty times less often than by default.

    A page creates thousands of objects, nearly none of them in reference cycles.
    """
    gc.freeze()
    gc.set_threshold(14_000, 20, 20)


def _is_loopback(address: Any) -> bool:
    """Return whether a bound address is a (host, port) on loopback; false for socket files and descriptors."""
    if not isinstance(address, tuple):
        return False
    try:
        found = socket.getaddrinfo(address[0], None)
    except OSError:
        return False
    return all(ip_address(sockaddr[0]).is_loopback for *_rest, sockaddr in found)
