"""Mails per second and worker, against an smtplib loop that sends the same prepared messages to the same server.

Sender and server wait for each other in SMTP, so the CPU time of sender, server and database together is what a
message takes on an idle machine.
"""

from __future__ import annotations

import os
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from statistics import median
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import insert, select, update

from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.mail.outbox.delivery import deliver
from app.mail.outbox.message import Outgoing, build
from app.mail.outbox.models import Mail, MailState
from benchmarks.figures import Figure, at_least
from benchmarks.instances import DEMO, Instance
from benchmarks.processes import cpu_seconds
from benchmarks.run import Run
from tests.support.postgresql import free_port

SENDER = "forum@selaras.example"


def measure(run: Run) -> Iterator[Figure]:
    """Measure messages per second on each database, with copies of the demo's messages."""
    number, rounds = (20, 3) if run.quick else (200, 7)
    for instance in run.instances.of(DEMO):
        with sink() as (port, pid):
            yield _measured(instance, port, pid, number=number, rounds=rounds)


def _measured(instance: Instance, port: int, pid: int, *, number: int, rounds: int) -> Figure:
    app = instance.application()
    app.extensions["settings"] = replace(instance.settings(), mail_url=f"smtp://127.0.0.1:{port}")
    ours: list[Taken] = []
    bare: list[Taken] = []
    with app.app_context():
        originals = _originals()
        workers = [os.getpid(), pid, *instance.backends()]
        for _ in range(rounds):
            messages = _queue(originals, number)
            bare.append(_taken(workers, partial(_loop, port, messages)))
            ours.append(_taken(workers, partial(_deliver, number)))
        db.session.remove()
        db.engine.dispose()
    cost, least = (1000 * median(one.cpu for one in some) / number for some in (ours, bare))
    rates = [number / median(one.wall for one in some) for some in (ours, bare)]
    return Figure(
        name=f"mails delivered ({instance})",
        value=rates[0],
        unit="per second",
        bar=at_least(50),
        note=f"smtplib alone {rates[1]:.0f}; CPU {cost:.2f} ms a mail, smtplib alone {least:.2f} ms",
        raw={"ours_cpu_ms": cost, "theirs_cpu_ms": least, "ours_per_second": rates[0], "theirs_per_second": rates[1]},
    )


def _originals() -> list[dict[str, Any]]:
    """Return the contents of the demo's messages without their unique columns, and empty the outbox."""
    own = {"id", "key", "message_id", "claimed_until", "sent_at", "attachments"}
    names = [column.key for column in Mail.__mapper__.column_attrs if column.key not in own]
    with transaction():
        rows = db.session.execute(select(*(getattr(Mail, name) for name in names)).limit(50)).mappings().all()
        db.session.execute(update(Mail).values(state=MailState.SENT))
    return [dict(row) for row in rows]


def _queue(originals: Sequence[dict[str, Any]], number: int) -> list[tuple[str, bytes]]:
    """Queue copies; return the same messages, built, for the loop."""
    now = utc_now()
    fresh = {"state": MailState.WAITING, "tries": 0, "next_try_at": now, "created_at": now, "last_error": ""}
    rows = [
        {
            **originals[place % len(originals)],
            **fresh,
            "id": uuid4(),
            "message_id": f"<{uuid4()}@benchmark.example>",
            "attachments": [],
            "claimed_until": now,
        }
        for place in range(number)
    ]
    built = [
        (row["recipient"], build(Outgoing(*(row[name] for name in Outgoing._fields)), sender=SENDER)) for row in rows
    ]
    with transaction():
        db.session.execute(insert(Mail), [{**row, "claimed_until": None} for row in rows])
    return built


def _deliver(number: int) -> None:
    sent = deliver()[MailState.SENT]
    if sent != number:
        raise RuntimeError(f"{sent} of {number} messages left")


def _loop(port: int, messages: Sequence[tuple[str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as connection:
        for recipient, message in messages:
            connection.sendmail(SENDER, [recipient], message)


class Taken(NamedTuple):
    """Seconds: CPU time of all processes, and wall time."""

    cpu: float
    wall: float


def _taken(workers: Sequence[int], work: Callable[[], None]) -> Taken:
    began = cpu_seconds(workers), time.perf_counter()
    work()
    return Taken(cpu_seconds(workers) - began[0], time.perf_counter() - began[1])


@contextmanager
def sink() -> Iterator[tuple[int, int]]:
    """Run a mail server that accepts everything, in its own process; yields its port and the process."""
    port = free_port()
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the mail server did not start")
