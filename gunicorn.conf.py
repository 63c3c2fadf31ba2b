"""What gunicorn does before it listens: the demo, whose passwords everyone knows, is for this machine alone.

And how often its workers look for garbage: a page makes thousands of things, nearly none of them in cycles.
"""

import gc
import socket
from ipaddress import ip_address
from typing import Any

from config import SettingsRefused, read_settings


def on_starting(server: Any) -> None:
    """Refuse to serve the demo on an address that other machines reach."""
    if read_settings().demo and not all(_is_loopback(address) for address in server.cfg.address):
        raise SettingsRefused("The demo listens on loopback only: bind it to 127.0.0.1, or unset SELARAS_DEMO.")


def post_worker_init(_worker: Any) -> None:
    """Look for garbage twenty times less often than usual, and never among what the start has made."""
    gc.freeze()
    gc.set_threshold(14_000, 20, 20)


def _is_loopback(address: Any) -> bool:
    """Whether a bound address, a host with a port, is this machine's own; a file or a descriptor may be anyone's."""
    if not isinstance(address, tuple):
        return False
    try:
        found = socket.getaddrinfo(address[0], None)
    except OSError:
        return False
    return all(ip_address(sockaddr[0]).is_loopback for *_rest, sockaddr in found)
