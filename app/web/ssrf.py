"""Protection against server-side request forgery: which URLs and which IP addresses may be requested."""

from __future__ import annotations

import enum
import socket
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

LONGEST_ADDRESS = 2000
PORTS = {"http": 80, "https": 443}
NAT64 = IPv6Network("64:ff9b::/96")
"""The prefix for IPv4 addresses in an IPv6-only network: the last 32 bits are the IPv4 address."""
UNICAST = IPv6Network("2000::/3")
TUNNELS = (IPv6Network("2002::/16"), IPv6Network("2001::/32"))
"""6to4 and Teredo, which embed an IPv4 address."""


class Trouble(enum.Enum):
    """Why a URL was refused or the request failed."""

    ADDRESS = "address"
    UNKNOWN_HOST = "unknown_host"
    FORBIDDEN_HOST = "forbidden_host"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    SLOW = "slow"
    REDIRECTS = "redirects"
    GONE = "gone"
    DENIED = "denied"
    FAILED = "failed"
    TOO_LARGE = "too_large"
    GARBLED = "garbled"


class Refused(Exception):
    """A URL was not requested, or its response is unusable. The text never contains the URL."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of a URL."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_encrypted(self) -> bool:
        """Whether the URL uses TLS."""
        return self.scheme == "https"


def check_address(address: str, *, intranet: Collection[str] = ()) -> Target:
    """Return the parts of an http(s) URL if it may be requested, as far as that is known without resolving it.

    `intranet` names internal hosts that are allowed ("calendar.internal", or with a non-default port "10.1.2.3:8443").
    Raises Refused.
    """
    if (
        len(address) > LONGEST_ADDRESS
        or not address.isascii()
        or any(sign <= " " or sign == "\x7f" for sign in address)
    ):
        raise Refused(Trouble.ADDRESS)
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise Refused(Trouble.ADDRESS) from None
    if parts.scheme not in PORTS or not host or "%" in host or "@" in parts.netloc or "\\" in address:
        raise Refused(Trouble.ADDRESS)
    usual = PORTS[parts.scheme]
    target = Target(parts.scheme, host, port or usual, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    if target.port not in PORTS.values() and not _is_known(target, intranet):
        raise Refused(Trouble.ADDRESS)
    if (literal := _literal(host)) and not (is_public(literal) or _is_known(target, intranet)):
        raise Refused(Trouble.FORBIDDEN_HOST)
    return target


def resolve(target: Target, *, intranet: Collection[str], seconds: float) -> list[str]:
    """Return the IP addresses of a target, all of which must be public unless the target is in `intranet`.

    The caller must connect to one of these: a second DNS lookup could return another address. Raises Refused.
    """
    found = _resolved(target, seconds)
    machines = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not machines:
        raise Refused(Trouble.UNKNOWN_HOST)
    if not _is_known(target, intranet) and not all(is_public(_literal(one)) for one in machines):
        raise Refused(Trouble.FORBIDDEN_HOST)
    return machines


def is_public(machine: IPv4Address | IPv6Address | None) -> bool:
    """Whether an IP address is on the public internet: neither private, nor local, nor embedded in an IPv6 address."""
    if machine is None:
        return False
    if isinstance(machine, IPv6Address):
        if machine in NAT64:
            return is_public(IPv4Address(machine.packed[-4:]))
        if machine not in UNICAST or any(machine in tunnel for tunnel in TUNNELS):
            return False
    return machine.is_global and not (machine.is_multicast or machine.is_reserved or machine.is_private)


def _resolved(target: Target, seconds: float) -> list[tuple[Any, ...]]:
    """Resolve a host name in a thread, because getaddrinfo has no timeout; the thread is abandoned when time is up."""
    results: SimpleQueue[list[tuple[Any, ...]]] = SimpleQueue()

    def resolve() -> None:
        try:
            found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            found = []
        results.put(list(found))

    Thread(target=resolve, daemon=True).start()
    try:
        return results.get(timeout=max(seconds, 0.01))
    except Empty:
        raise Refused(Trouble.SLOW) from None


def _is_known(target: Target, intranet: Collection[str]) -> bool:
    """Whether `intranet` contains a target: with its port, or without one if the port is the default."""
    usual = target.port == PORTS[target.scheme]
    return f"{target.host}:{target.port}" in intranet or (usual and target.host in intranet)


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None
