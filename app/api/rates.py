"""Rate limits per token, counted in a file that all workers of a machine share, without database access."""

from __future__ import annotations

import fcntl
import math
import os
import struct
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from uuid import UUID

from flask import Flask, Response, after_this_request, current_app
from werkzeug.exceptions import TooManyRequests

from app.clock import utc_now

EXTENSION = "api.rates"
WINDOW = 60.0
"""The period of the limit in seconds. A token may use its quota at once or spread over the period."""
PLACES = 1 << 14
"""Number of slots in the file; two tokens that share a slot reset each other's count."""
PLACE = struct.Struct("<16sd")
"""A slot: the token's UUID, and the time (POSIX seconds) at which its whole quota is available again."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The remaining quota of a token.

    `wait` and `whole_in` are seconds: until the next request, until the quota is full.
    """

    left: int
    wait: int
    whole_in: int


class Rates:
    """The quotas of all tokens: each may send `most` requests per minute, and quota is restored evenly."""

    def __init__(self, file: Path, most: int) -> None:
        self.file = file
        self.most = most
        self._among_threads = Lock()

    def take(self, token: UUID, at: datetime) -> Turn:
        """Count a request of `token` at `at`, unless its quota is used up."""
        where = token.int % PLACES * PLACE.size
        with self._among_threads:  # the file lock excludes other processes, but not threads
            descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.lockf(descriptor, fcntl.LOCK_EX, PLACE.size, where)
                return self._counted(descriptor, where, token, at.timestamp())
            finally:
                os.close(descriptor)

    def _counted(self, descriptor: int, where: int, token: UUID, now: float) -> Turn:
        kept = os.pread(descriptor, PLACE.size, where)
        whose, whole = PLACE.unpack(kept) if len(kept) == PLACE.size else (b"", now)
        if whose != token.bytes:
            whole = now
        whole = min(max(whole, now), now + WINDOW)  # limits the wait if the clock was set back
        each = WINDOW / self.most
        late = whole + each - now - WINDOW
        if late > each / 1_000:
            return Turn(left=0, wait=math.ceil(late), whole_in=math.ceil(whole - now))
        os.pwrite(descriptor, PLACE.pack(token.bytes, whole + each), where)
        return Turn(left=round(max(0.0, -late) / each), wait=0, whole_in=math.ceil(whole + each - now))


def init_app(app: Flask) -> None:
    """Create the rate limiter if the settings define a limit."""
    settings = app.extensions["settings"]
    app.extensions[EXTENSION] = Rates(settings.data_dir / "api-rates", settings.api_rate) if settings.api_rate else None


def take_turn(token: UUID) -> None:
    """Count the current request and add its quota to the response. Raises TooManyRequests if the quota is used up.

    If the file cannot be written nothing is counted, so that the API keeps working.
    """
    rates: Rates | None = current_app.extensions[EXTENSION]
    if rates is None:
        return
    try:
        turn = rates.take(token, utc_now())
    except OSError:
        return

    @after_this_request
    def add_headers(response: Response) -> Response:
        response.headers["RateLimit-Policy"] = f'"token";q={rates.most};w={int(WINDOW)}'
        response.headers["RateLimit"] = f'"token";r={turn.left};t={turn.whole_in}'
        return response

    if turn.wait:
        raise TooManyRequests(retry_after=turn.wait)
