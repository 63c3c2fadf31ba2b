"""A minimal HTTP client for untrusted URLs, with limits on time, size, redirects and IP addresses."""

from __future__ import annotations

import io
import socket
import ssl
import zlib
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from time import monotonic
from typing import Any, cast
from urllib.parse import urljoin

from app.web.ssrf import Refused, Target, Trouble, check_address, resolve

LARGEST = 5 * 1024 * 1024
"""Maximum size of a response body in bytes, both as transferred and decompressed."""
MORE = 64 * 1024
"""Maximum number of transferred bytes besides the body."""
CONNECTING = 5
"""Timeout in seconds to connect to one IP address."""
WAITING = 10
"""Timeout in seconds without any received data."""
DEADLINE = 20
"""Timeout in seconds for the whole call, including redirects."""
REDIRECTS = 3
MACHINES = 3
"""Maximum number of IP addresses tried for one host name."""
LEADS_ON = {301, 302, 303, 307, 308}
DENIED = {401, 403, 407}
GONE = {404, 410}


@dataclass(frozen=True, slots=True)
class Response:
    """The content of a URL (None if not modified), and the validators for the next conditional request."""

    content: bytes | None
    etag: str
    modified: str


def fetch(
    address: str,
    *,
    accept: str,
    intranet: Collection[str] = (),
    etag: str = "",
    modified: str = "",
    seconds: float = DEADLINE,
) -> Response:
    """Return the content of a URL, or only whether it changed if the validators of an earlier response are given.

    At most 5 MiB are read, within `seconds`; each redirect is checked like a new URL. `intranet` names internal hosts
    that may be requested. Raises Refused, which holds the reason and never the URL.
    """
    deadline = monotonic() + seconds
    headers = {"Accept": accept, "Accept-Encoding": "gzip", "User-Agent": "Selaras", "Connection": "close"}
    headers |= {name: mark for name, mark in (("If-None-Match", etag), ("If-Modified-Since", modified)) if mark}
    for _hop in range(REDIRECTS + 1):
        target = check_address(address, intranet=intranet)
        machines = resolve(target, intranet=intranet, seconds=min(WAITING, deadline - monotonic()))
        with closing(_connected(target, machines, deadline)) as connection:
            try:
                response = _response(connection, target, headers, deadline)
            except TimeoutError:
                raise Refused(Trouble.SLOW) from None
            except (OSError, zlib.error, HTTPException, ValueError):
                raise Refused(Trouble.GARBLED) from None
        if isinstance(response, Response):
            return response
        address = _next(address, target, response)
    raise Refused(Trouble.REDIRECTS)


def _next(address: str, target: Target, location: str) -> str:
    """Return the URL of a redirect. Raises Refused if it leads from HTTPS to HTTP."""
    try:
        led = urljoin(address, location)
    except ValueError:
        raise Refused(Trouble.REDIRECTS) from None
    if target.is_encrypted and not led.lower().startswith("https://"):
        raise Refused(Trouble.REDIRECTS)
    return led


def _connected(target: Target, machines: Collection[str], deadline: float) -> socket.socket:
    """Connect to one of the checked IP addresses; the certificate must match the host name."""
    trouble = Trouble.UNREACHABLE
    for machine in list(machines)[:MACHINES]:
        try:
            plain = socket.create_connection((machine, target.port), timeout=_left(deadline, CONNECTING))
        except TimeoutError:
            trouble = Trouble.SLOW
            continue
        except OSError:
            continue
        if not target.is_encrypted:
            return plain
        try:
            plain.settimeout(_left(deadline, WAITING))
            return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
        except ssl.SSLCertVerificationError:
            plain.close()
            raise Refused(Trouble.CERTIFICATE) from None
        except (OSError, ValueError) as error:
            plain.close()
            trouble = Trouble.SLOW if isinstance(error, TimeoutError) else Trouble.UNREACHABLE
    raise Refused(trouble)


def _response(connection: socket.socket, target: Target, headers: dict[str, str], deadline: float) -> Response | str:
    """Send the request; return the response, or the location of a redirect. Raises Refused."""
    http = HTTPConnection(target.host, target.port)
    http.default_port = 443 if target.is_encrypted else 80  # so that the Host header omits the default port
    http.sock = cast(socket.socket, _Bounded(connection, deadline))
    connection.settimeout(_left(deadline, WAITING))
    http.request("GET", target.path, headers=headers)
    response = http.getresponse()
    status, location = response.status, response.getheader("Location")
    if status in LEADS_ON and location:
        return location
    if status == 304 and ("If-None-Match" in headers or "If-Modified-Since" in headers):
        return Response(None, headers.get("If-None-Match", ""), headers.get("If-Modified-Since", ""))
    if status != 200:
        raise Refused(Trouble.GONE if status in GONE else Trouble.DENIED if status in DENIED else Trouble.FAILED)
    return Response(_content(response), _mark(response, "ETag"), _mark(response, "Last-Modified"))


def _content(response: HTTPResponse) -> bytes:
    packed = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if packed not in {"identity", "gzip", "x-gzip"}:
        raise Refused(Trouble.GARBLED)
    content = response.read(LARGEST + 1)
    if packed != "identity":
        stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        content = stream.decompress(content, LARGEST + 1)
        if not stream.eof and len(content) <= LARGEST:
            raise Refused(Trouble.GARBLED)
    if len(content) > LARGEST:
        raise Refused(Trouble.TOO_LARGE)
    return content


def _mark(response: HTTPResponse, name: str) -> str:
    """Return a validator header for the next request, "" if its value is too long or not printable ASCII."""
    mark = response.getheader(name) or ""
    return mark if len(mark) <= 200 and mark.isascii() and mark.isprintable() else ""


def _left(deadline: float, most: float) -> float:
    left = min(most, deadline - monotonic())
    if left <= 0:
        raise TimeoutError
    return left


class _Bounded:
    """A connection that limits the time and the amount of data of reads. The caller closes the socket."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.connection = connection
        self.deadline = deadline

    def sendall(self, request: bytes) -> None:
        self.connection.sendall(request)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Arriving(self.connection, self.deadline))

    def close(self) -> None:
        pass


class _Arriving(io.RawIOBase):
    """The received bytes. The deadline also applies to a server that sends single bytes slowly."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        super().__init__()
        self.connection = connection
        self.deadline = deadline
        self.read_so_far = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connection.settimeout(_left(self.deadline, WAITING))
        number = self.connection.recv_into(buffer)
        self.read_so_far += number
        if self.read_so_far > LARGEST + MORE:
            raise Refused(Trouble.TOO_LARGE)
        return number
