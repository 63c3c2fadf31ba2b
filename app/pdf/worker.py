"""Renders documents in one separate process per web worker, so that workers do not grow in memory or block for long.

The process starts with the first document, which waits for it: loading WeasyPrint and its fonts takes most of a second.
"""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from app.pdf.cache import cached, kept

_lock = threading.Lock()
_workers: dict[int, ProcessPoolExecutor] = {}
"""Executors by process id: a forked worker must not use that of its parent."""
_orders: dict[str, Future[None]] = {}


class Job(Protocol):
    """What the worker renders: a document, or a bundle of documents."""

    def key(self) -> str:
        """Return the SHA-256 of all inputs."""

    def print(self) -> bytes:
        """Return the PDF."""


class BeingMade(Exception):
    """A document is not rendered yet; `key` identifies it in the next request."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def obtain(job: Job, folder: Path, *, seconds: float | None, started_key: str | None = None) -> bytes:
    """Return the document, cached in `folder` or rendered now. Raises BeingMade if that takes longer than `seconds`.

    `started_key` is the key that an earlier BeingMade carried: content that can still change may have another key a
    minute later, but the response must be the document that was started. Exceptions raised while rendering propagate.
    """
    if started_key and (content := kept(folder, started_key)):
        return content
    if started_key and is_being_made(started_key, folder):
        raise BeingMade(started_key)
    key = job.key()
    if content := kept(folder, key):
        return content
    try:
        _order(job, key, folder).result(seconds)
    except TimeoutError:
        raise BeingMade(key) from None
    return cached(folder, key, job.print)


def is_being_made(key: str, folder: Path) -> bool:
    """Whether any process is rendering the document, or this one has queued it."""
    line = _line_for(key, folder)
    if key in _orders or not line.exists():
        return key in _orders
    try:
        with FileLock(line, timeout=0):
            return False
    except Timeout:
        return True


def _order(job: Job, key: str, folder: Path) -> Future[None]:
    """Queue a document for rendering, once for all concurrent requests."""
    with _lock:
        order = _orders.get(key)
        if order is None:
            order = _orders[key] = _submit(job, key, folder)
            order.add_done_callback(lambda _made: _orders.pop(key, None))
    return order


def _submit(job: Job, key: str, folder: Path) -> Future[None]:
    try:
        return _worker().submit(_print, job, key, folder)
    except BrokenProcessPool:  # the process was killed; start another
        del _workers[os.getpid()]
        return _worker().submit(_print, job, key, folder)


def _worker() -> ProcessPoolExecutor:
    process = os.getpid()
    if process not in _workers:
        _workers[process] = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)
    return _workers[process]


def _begin() -> None:
    """Initialise a worker process: it exits when its parent does, and ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_worker, daemon=True).start()


def _end_with_worker() -> None:
    worker = parent_process()
    if worker:
        worker.join()
    os._exit(1)


def _print(job: Job, key: str, folder: Path) -> None:
    """Render a document, or wait for another process that is rendering it, whose file is then used."""
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(_line_for(key, folder)):
        cached(folder, key, job.print)


def _line_for(key: str, folder: Path) -> Path:
    return folder / f".{key}.lock"
