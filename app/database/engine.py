"""Engine options and transaction settings that prevent lost updates on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

APPLICATION = "selaras"
"""The `application_name` of our PostgreSQL connections."""

PAGES_KEPT = 16 * 1024
"""Size of the page cache of an SQLite connection in KiB.

The home page of a large city reads 10 MiB; the default is 2.
"""


def engine_options(url: str) -> dict[str, Any]:
    """Return the engine options for a database URL."""
    common: dict[str, Any] = {"hide_parameters": True}  # errors are logged, and values may be personal
    if url.startswith("sqlite"):
        return {**common, "connect_args": {"isolation_level": None, "timeout": 10}}
    # JIT compilation takes PostgreSQL longer than any of our statements runs; and in memory or on an SSD a random read
    # costs hardly more than a sequential one, not four times as much
    plain = {"options": "-c jit=off -c random_page_cost=1.1"}
    # reuse the most recently used connection: it has the most prepared statements
    pool = {"pool_pre_ping": True, "pool_use_lifo": True, "pool_size": 5, "max_overflow": 10}
    return {**common, **pool, "connect_args": {**plain, "application_name": APPLICATION}}


def prepare_sqlite(engine: Engine) -> None:
    """Take the write lock at the start of a transaction, not at its first write.

    With a plain BEGIN, two transactions that read and then write fail immediately with "database is locked"; with BEGIN
    IMMEDIATE the second one waits. Read-only requests use a plain BEGIN and never wait.
    """

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        cache = f"cache_size=-{PAGES_KEPT}"
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "busy_timeout=10000", cache):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if only_reads() else "BEGIN IMMEDIATE")


def only_reads() -> bool:
    """Whether the transactions of this request, job or command only read."""
    if "only_reads" in g:
        return bool(g.only_reads)
    return has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}
