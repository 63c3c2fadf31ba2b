"""The tasks of an instance: this process forks a child for its task, and another one whenever the child is killed.

The application is imported once, so that a new child starts quickly.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread

import time_machine
from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from agreements.imports import actions as agreement_imports
from app import create_app
from app.database import db
from app.jobs import process, registry
from app.mail.inbox.polling import poll
from app.mail.outbox import delivery, delivery_log
from app.mail.outbox.models import Mail, MailState
from commitments.imports import actions as commitment_imports

FEW = 4
"""Number of lines up to which a register is taken in by a request, so that the job works on short ones too."""


def deliver(app: Flask) -> None:
    """Send the mails that are due or were claimed by killed children, until none is left."""
    left = select(Mail.id).where(Mail.state.in_((MailState.WAITING, MailState.FAILED))).limit(1)
    with app.app_context():
        delivery.deliver()
        while db.session.scalar(left):
            db.session.rollback()
            time.sleep(0.05)
            delivery.deliver()


def jobs(app: Flask) -> None:
    """Run the scheduler, and write the leader's process id to DATA_DIR/journal every second."""
    _note_who_leads()
    process.run(app)


def fetch(app: Flask) -> None:
    """Fetch the messages of the mailbox until there are no new ones."""
    with app.app_context():
        while poll(stop=lambda: False):
            pass


def travel(app: Flask) -> None:
    """Run the scheduler with a clock that is shifted by the seconds in DATA_DIR/offset, also after the file changes."""
    process.BEAT = 1
    book = Path(os.environ["DATA_DIR"]) / "offset"
    traveller = time_machine.travel(time.time()).start()

    def follow() -> None:
        set_by = 0.0
        while True:
            wanted = float(book.read_text() or 0) if book.exists() else 0.0
            if wanted != set_by:
                set_by = wanted
                traveller.move_to(time_machine.escape_hatch.time.time() + wanted)
            time.sleep(0.1)

    Thread(target=follow, daemon=True).start()
    jobs(app)


def schedule(app: Flask) -> None:
    """Run the scheduler with two of the platform's jobs and one that writes the process id."""
    wanted = {name: job for name, job in registry.jobs.items() if name in {"outbox", "audit-seal"}}
    registry.jobs.clear()
    registry.jobs.update(wanted)
    jobs(app)


def _note_who_leads() -> None:
    book = Path(os.environ["DATA_DIR"]) / "journal"

    @registry.job("journal", seconds=1)
    def write() -> None:
        with book.open("a") as file:
            file.write(f"{os.getpid()}\n")


class Gunicorn(BaseApplication):
    """The web server as in production, on the port in the environment."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        super().__init__()

    def load_config(self) -> None:
        """Configure it as script/server does; the port is reused at once after a kill."""
        workers = int(os.environ.get("WORKERS", "2"))
        options = {"worker_class": "gthread", "workers": workers, "threads": 4, "reuse_port": True}
        for name, value in {**options, "control_socket_disable": True}.items():
            self.cfg.set(name, value)
        self.cfg.set("bind", f"127.0.0.1:{os.environ['PORT']}")

    def load(self) -> Flask:
        """Return the application."""
        return self.app


def serve(app: Flask) -> None:
    """Serve requests; master and workers are one process group."""
    Gunicorn(app).run()


TASKS: dict[str, Callable[[Flask], None]] = {
    task.__name__: task for task in (deliver, fetch, jobs, schedule, serve, travel)
}


def main() -> None:
    """Fork until a child exits with 0; each child has its own process group. SIGTERM ends the current child too."""
    task = TASKS[sys.argv[1]]
    delivery.CLAIM, delivery.RESERVE = timedelta(seconds=1), timedelta()
    agreement_imports.AT_ONCE = commitment_imports.AT_ONCE = FEW
    if os.environ.get("HASTE"):  # mails are retried after seconds, not hours
        delivery_log.BACKOFF = (timedelta(seconds=1),) * len(delivery_log.BACKOFF)
    app = create_app()
    while True:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            task(app)
            os._exit(0)
        os.setpgid(child, child)
        signal.signal(signal.SIGTERM, lambda *_arguments, child=child: end(child))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        if os.waitpid(child, 0)[1] == 0:
            return


def end(child: int) -> None:
    """End a child with its process group, and this process."""
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    main()
