"""Jobs of a test's own, and processes that can be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest

from app.database import db
from app.scheduler import registry
from tests.support.repository import ROOT


@pytest.fixture
def only_jobs(monkeypatch) -> Callable:
    """Forget all jobs but those that the test registers with `only_jobs(name)`."""
    monkeypatch.setattr(registry, "_jobs", {})
    return registry.job


@dataclass
class Victims:
    """A process that does one task again and again in children, and says on its output which child is at it."""

    process: subprocess.Popen[str]

    def next_child(self) -> int | None:
        """Wait for the next child and return its number, or None when the work is done."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        return int(line) if line.isdigit() else None

    def kill(self, child: int) -> None:
        """End a child as a power cut would."""
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)

    def end(self) -> None:
        """End the parent and its present child."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture
def victims(app) -> Iterator[Callable[..., Victims]]:
    """`victims(task, **environment)` starts tests/app/scheduler/victims.py on the test's database."""
    started = []

    def start(task: str, **environment: str) -> Victims:
        db.session.commit()
        settings = app.extensions["settings"]
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.app.scheduler.victims", task],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            env={
                **os.environ,
                "DATABASE_URL": settings.database_url,
                "DATA_DIR": str(settings.data_dir),
                "SECRET_KEY": "only-for-tests",
                "MAIL_URL": settings.mail_url or "",
                **environment,
            },
        )
        started.append(Victims(process))
        return started[-1]

    yield start
    for one in started:
        one.end()


def wait_until(true: Callable[[], bool], *, seconds: float = 30) -> None:
    """Return when `true()` is, or fail."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
