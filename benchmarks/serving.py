"""One gunicorn worker with the application and its floor, which is sent requests over one connection."""

from __future__ import annotations

import http.client
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from benchmarks.addresses import Page
from benchmarks.instances import Instance
from benchmarks.processes import children_of, cpu_seconds, running, wait_for
from tests.support.postgresql import free_port


class Spent(NamedTuple):
    """The cost of one request in milliseconds: CPU time of web worker and database, and wall time."""

    web: float
    database: float
    wall: float

    @property
    def cpu(self) -> float:
        """CPU time of web and database together."""
        return self.web + self.database


class Server:
    """A running worker of an instance."""

    def __init__(self, instance: Instance, port: int, worker: int) -> None:
        self.instance = instance
        self.port = port
        self.worker = worker
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._backends: list[int] = []
        self._etags: dict[str, str] = {}

    def request(self, page: Page) -> bytes:
        """Request a page once and return its body. Raises RuntimeError if the status is neither 200 nor 304."""
        etag = self._etags.get(page.path) if page.again else None
        self._connection.request("GET", page.path, headers=page.headers(etag))
        response = self._connection.getresponse()
        body = response.read()
        if response.status not in {200, 304}:
            raise RuntimeError(f"{page.path} answered {response.status}: {body[:300]!r}")
        self._etags[page.path] = response.headers.get("ETag", "")
        return body

    def spend(self, page: Page, *, times: int) -> list[Spent]:
        """Request a page `times` times, one after another, and return the cost of each request.

        Work of the server after a response counts for the next request, so single values mean little.
        """
        return [self._once(page) for _ in range(times)]

    def _once(self, page: Page) -> Spent:
        backends = self.backends()
        before = cpu_seconds([self.worker]), cpu_seconds(backends), time.perf_counter()
        self.request(page)
        after = cpu_seconds([self.worker]), cpu_seconds(backends), time.perf_counter()
        return Spent(*(1000 * (late - early) for early, late in zip(before, after, strict=True)))

    def backends(self) -> list[int]:
        """Return the database's processes, which stay the same, because the worker keeps its connections."""
        if not self._backends:
            self._backends = self.instance.backends()
        return self._backends


@contextmanager
def serving(instance: Instance, *, threads: int = 1) -> Iterator[Server]:
    """Serve an instance with one worker as in production, within the block."""
    port, log = free_port(), instance.folder / "web.log"
    command = [sys.executable, "-m", "gunicorn", "benchmarks.server:app", "--no-control-socket"]
    command += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", "1", "--threads", str(threads), "--keep-alive", "3600"]
    with running(command, instance.environment(), log) as process:
        wait_for(port, process, log)
        (worker,) = children_of(process.pid)
        yield Server(instance, port, worker)
