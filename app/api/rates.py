"""How often a program may ask: counted in a file that all workers of a machine share, without asking the database."""

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
"""Seconds in which a token may send what it may send: all at once, or spread over them."""
PLACES = 1 << 14
"""How many tokens the file counts; two that meet in one place begin anew by turns."""
PLACE = struct.Struct("<16sd")
"""Whose place it is, and the instant (POSIX seconds) at which its whole quota will be back."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a token may still send. `wait` and `whole_in` are seconds: until the next request, until all is back."""

    left: int
    wait: int
    whole_in: int


class Rates:
    """The quotas of all tokens: each of them may send `most` requests in a minute, and they come back evenly."""

    def __init__(self, file: Path, most: int) -> None:
        self.file = file
        self.most = most
        self._among_threads = Lock()

    def take(self, token: UUID, at: datetime) -> Turn:
        """Count a request of `token` at an instant, unless it comes too early."""
        where = token.int % PLACES * PLACE.size
        with self._among_threads:  # the file's lock keeps other processes off, not other threads
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
        whole = min(max(whole, now), now + WINDOW)  # a clock that was put back keeps nobody waiting for longer
        each = WINDOW / self.most
        late = whole + each - now - WINDOW
        if late > each / 1_000:
            return Turn(left=0, wait=math.ceil(late), whole_in=math.ceil(whole - now))
        os.pwrite(descriptor, PLACE.pack(token.bytes, whole + each), where)
        return Turn(left=round(max(0.0, -late) / each), wait=0, whole_in=math.ceil(whole + each - now))


def init_app(app: Flask) -> None:
    """Count what tokens send, if the settings say how much that may be."""
    settings = app.extensions["settings"]
    app.extensions[EXTENSION] = Rates(settings.data_dir / "api-rates", settings.api_rate) if settings.api_rate else None


def take_turn(token: UUID) -> None:
    """Count the present request, and say in its answer what is left. Answers 429 with Retry-After to haste.

    Where nothing can be written, nothing is counted: the API works on.
    """
    rates: Rates | None = current_app.extensions[EXTENSION]
    if rates is None:
        return
    try:
        turn = rates.take(token, utc_now())
    except OSError:
        return

    @after_this_request
    def tell(response: Response) -> Response:
        response.headers["RateLimit-Policy"] = f'"token";q={rates.most};w={int(WINDOW)}'
        response.headers["RateLimit"] = f'"token";r={turn.left};t={turn.whole_in}'
        return response

    if turn.wait:
        raise TooManyRequests(retry_after=turn.wait)
