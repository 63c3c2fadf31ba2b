"""Engines that lose no update on SQLite or PostgreSQL."""

from __future__ import annotations

from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

APPLICATION = "selaras"
"""The name of our connections at PostgreSQL."""

PAGES_KEPT = 16 * 1024
"""KiB of a SQLite database that a connection keeps: a home of a large city reads ten MiB, and it would keep two."""


def engine_options(url: str) -> dict[str, Any]:
    """Return what the engine needs beyond its address."""
    common: dict[str, Any] = {"hide_parameters": True}  # errors are logged, and values may be personal
    if url.startswith("sqlite"):
        return {**common, "connect_args": {"isolation_level": None, "timeout": 10}}
    # compiling a statement takes PostgreSQL longer than any of ours runs; and in memory or on a solid disk a row that
    # is looked up costs hardly more than one that is read in passing, not four times as much
    plain = {"options": "-c jit=off -c random_page_cost=1.1"}
    # the connection that was used last is the next: it knows the plans of most statements
    pool = {"pool_pre_ping": True, "pool_use_lifo": True, "pool_size": 5, "max_overflow": 10}
    return {**common, **pool, "connect_args": {**plain, "application_name": APPLICATION}}


def prepare_sqlite(engine: Engine) -> None:
    """Take the write lock when a transaction begins, not when it first writes.

    With a plain BEGIN, two transactions that read and then write fail at once with "database is locked"; BEGIN
    IMMEDIATE makes the second wait. Requests that only read begin plainly and never wait.
    """

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        cache = f"cache_size=-{PAGES_KEPT}"
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "busy_timeout=10000", cache):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if _only_reads() else "BEGIN IMMEDIATE")


def _only_reads() -> bool:
    if "only_reads" in g:
        return bool(g.only_reads)
    return has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}
