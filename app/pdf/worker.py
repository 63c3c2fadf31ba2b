"""The press: one process beside each web worker that makes papers. The worker neither grows with them nor waits long.

It begins with the first paper, which waits for it: WeasyPrint and its fonts take most of a second to load.
"""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path

from filelock import FileLock, Timeout

from app.pdf.cache import cached, kept
from app.pdf.job import PdfJob

_lock = threading.Lock()
_presses: dict[int, ProcessPoolExecutor] = {}
"""By process: a worker that was forked must not use its parent's."""
_orders: dict[str, Future[None]] = {}


class BeingMade(Exception):
    """A paper is not finished yet; `key` asks for it again."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def obtain(job: PdfJob, folder: Path, *, seconds: float | None, asked: str | None = None) -> bytes:
    """Return the paper, kept in `folder` or made now. Raises BeingMade when that takes longer than `seconds`.

    `asked` is the key that an earlier BeingMade carried: what can still change has another one a minute later, and the
    paper that was begun is the one that is waited for. Raises what the making raised.
    """
    if asked and (content := kept(folder, asked)):
        return content
    if asked and is_being_made(asked, folder):
        raise BeingMade(asked)
    key = job.key()
    if content := kept(folder, key):
        return content
    try:
        _order(job, key, folder).result(seconds)
    except TimeoutError:
        raise BeingMade(key) from None
    return cached(folder, key, job.print)


def is_being_made(key: str, folder: Path) -> bool:
    """Whether some process is at it, or ours will be."""
    line = _line_for(key, folder)
    if key in _orders or not line.exists():
        return key in _orders
    try:
        with FileLock(line, timeout=0):
            return False
    except Timeout:
        return True


def _order(job: PdfJob, key: str, folder: Path) -> Future[None]:
    """Have a paper made, once however often it is asked for meanwhile."""
    with _lock:
        order = _orders.get(key)
        if order is None:
            order = _orders[key] = _submit(job, key, folder)
            order.add_done_callback(lambda _made: _orders.pop(key, None))
    return order


def _submit(job: PdfJob, key: str, folder: Path) -> Future[None]:
    try:
        return _press().submit(_print, job, key, folder)
    except BrokenProcessPool:  # someone killed it; the next one is as good
        del _presses[os.getpid()]
        return _press().submit(_print, job, key, folder)


def _press() -> ProcessPoolExecutor:
    process = os.getpid()
    if process not in _presses:
        _presses[process] = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)
    return _presses[process]


def _begin() -> None:
    """Prepare a press: it ends with its worker, however that ends, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_worker, daemon=True).start()


def _end_with_worker() -> None:
    worker = parent_process()
    if worker:
        worker.join()
    os._exit(1)


def _print(job: PdfJob, key: str, folder: Path) -> None:
    """Make a paper, unless another press is at it, whose paper will do."""
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(_line_for(key, folder)):
        cached(folder, key, job.print)


def _line_for(key: str, folder: Path) -> Path:
    return folder / f".{key}.lock"
