"""Which jobs there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Job = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A registered job: its name, what to run, and how often (APScheduler trigger arguments)."""

    name: str
    run: Job
    trigger: str
    options: dict[str, Any]
    own_transactions: bool
    """Whether the job opens its transactions itself, because it talks to the outside between them."""


jobs: dict[str, Scheduled] = {}


def job(
    name: str, trigger: str = "interval", *, own_transactions: bool = False, **options: Any
) -> Callable[[Job], Job]:
    """Register the decorated function as job `name`: `@job("outbox", seconds=10)`, `@job("reminders", "cron", hour=6)`.

    A job runs inside an application context and one transaction, in the instance's zone, never twice at once. One that
    may have much to do yields after each part: what it did is committed, others get at the database, and it goes on in
    the next transaction, where the objects that it held are read anew. It must do all that is due and nothing twice,
    whenever it runs: every job also runs once when a scheduler takes the lead.
    """

    def register(run: Job) -> Job:
        jobs[name] = Scheduled(name, run, trigger, options, own_transactions)
        return run

    return register


def every_job() -> list[Scheduled]:
    """Return all registered jobs in the order of registration."""
    return list(jobs.values())
