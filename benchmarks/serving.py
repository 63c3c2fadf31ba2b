"""One gunicorn worker with the application and its floor, asked over one connection, its CPU time read from outside."""

from __future__ import annotations

import http.client
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.instances import Instance
from benchmarks.processes import children_of, cpu_seconds, running, wait_for
from tests.support.postgresql import free_port


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for one request."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(slots=True)
class Spent:
    """CPU seconds of web worker and database, wall seconds, and how many requests they were for."""

    web: float = 0.0
    database: float = 0.0
    wall: list[float] = field(default_factory=list)

    @property
    def cpu_milliseconds(self) -> float:
        """CPU time per request, web and database together."""
        return (self.web + self.database) * 1000 / len(self.wall)


class Server:
    """A running worker of an instance."""

    def __init__(self, instance: Instance, port: int, worker: int) -> None:
        self.instance = instance
        self.worker = worker
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._backends: list[int] = []

    def get(self, path: str, headers: Mapping[str, str], *, status: int = 200) -> Answer:
        """Ask once. Raises RuntimeError when the status is another than the expected one."""
        self._connection.request("GET", path, headers=dict(headers))
        response = self._connection.getresponse()
        body = response.read()
        if response.status != status:
            raise RuntimeError(f"{path} answered {response.status} instead of {status}: {body[:300]!r}")
        return Answer(status=response.status, headers=response.headers, body=body)

    def spend(self, path: str, headers: Mapping[str, str], *, times: int, status: int = 200) -> Spent:
        """Ask `times` times, one after another, and say what that took."""
        spent = Spent()
        backends = self.backends()
        web, database = cpu_seconds([self.worker]), cpu_seconds(backends)
        for _ in range(times):
            began = time.perf_counter()
            self.get(path, headers, status=status)
            spent.wall.append(time.perf_counter() - began)
        spent.web, spent.database = cpu_seconds([self.worker]) - web, cpu_seconds(backends) - database
        return spent

    def backends(self) -> list[int]:
        """Return the database's processes. They stay: the worker keeps its connections."""
        if not self._backends:
            self._backends = self.instance.backends()
        return self._backends


@contextmanager
def serving(instance: Instance, *, threads: int = 1) -> Iterator[Server]:
    """Serve an instance with one worker as in production, as long as the block lasts."""
    port, log = free_port(), instance.folder / "web.log"
    command = [sys.executable, "-m", "gunicorn", "benchmarks.server:app", "--no-control-socket"]
    command += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", "1", "--threads", str(threads), "--keep-alive", "120"]
    with running(command, instance.environment(), log) as process:
        wait_for(port, process, log)
        (worker,) = children_of(process.pid)
        yield Server(instance, port, worker)
