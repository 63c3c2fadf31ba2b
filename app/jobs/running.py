"""Runs a single job in an application context and a transaction, never concurrently with itself."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import structlog
from flask import Flask
from sqlalchemy import text

from app.database import db
from app.database.transactions import transaction
from app.jobs.registry import Job, Scheduled
from app.jobs.stopping import is_stopping

log = structlog.get_logger()

_line = Lock()


def run_job(app: Flask, scheduled: Scheduled) -> None:
    """Run a job now. Exceptions propagate to the caller."""
    began = time.perf_counter()
    with app.app_context():
        if scheduled.own_transactions:
            scheduled.run()
        else:
            _run_by_steps(scheduled)
    milliseconds = round((time.perf_counter() - began) * 1000, 1)
    log.debug("job.done", job=scheduled.name, milliseconds=milliseconds)


def try_job(app: Flask, scheduled: Scheduled) -> Exception | None:
    """Run a job now; log and return the exception if it failed."""
    try:
        run_job(app, scheduled)
    except Exception as error:
        log.exception("job.failed", job=scheduled.name, kind=type(error).__name__)
        return error
    return None


def _run_by_steps(scheduled: Scheduled) -> None:
    """Run a job in one transaction, or a job that yields in one transaction per step; may stop between steps."""
    steps = _steps(scheduled.run)
    goes_on = True
    while goes_on and not is_stopping():
        with _own_turn(), transaction():
            _wait_for_others(scheduled.name)
            goes_on = next(steps, END) is not END


def _steps(run: Job) -> Iterator[object]:
    done = run()
    if isinstance(done, Iterator):
        yield from done


END = object()


@contextmanager
def _own_turn() -> Iterator[None]:
    """On SQLite, which has a single writer, run the jobs of this process one after another to avoid lock timeouts."""
    if db.engine.dialect.name == "sqlite":
        with _line:
            yield
    else:
        yield


def _wait_for_others(name: str) -> None:
    """Wait until no other process runs this job; on SQLite the write lock already ensures this."""
    if db.engine.dialect.name == "postgresql":
        key = zlib.crc32(f"job {name}".encode())
        db.session.execute(
            text("SELECT pg_advisory_xact_lock(:namespace, :key)"), {"namespace": LOCKS, "key": _signed(key)}
        )


LOCKS = 0x5E1A
"""The first key of all advisory locks that Selaras takes on PostgreSQL."""


def _signed(number: int) -> int:
    return number - 2**32 if number >= 2**31 else number
