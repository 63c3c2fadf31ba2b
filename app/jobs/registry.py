"""The registry of jobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Job = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A registered job: its name, its function, and its schedule (APScheduler trigger arguments)."""

    name: str
    run: Job
    trigger: str
    options: dict[str, Any]
    own_transactions: bool
    """Whether the job manages its own transactions, because it calls external services between them."""


jobs: dict[str, Scheduled] = {}


def job(
    name: str, trigger: str = "interval", *, own_transactions: bool = False, **options: Any
) -> Callable[[Job], Job]:
    """Register the decorated function as job `name`: `@job("outbox", seconds=10)`, `@job("reminders", "cron", hour=6)`.

    A job runs in an application context and one transaction, in the instance's time zone, and never concurrently with
    itself. A job with much work yields after each part: the transaction is committed, other processes can use the
    database, and the job continues in the next transaction, where its objects are loaded again. A job must do all work
    that is due and never repeat any, whenever it runs: every job also runs once when a scheduler becomes the leader.
    """

    def register(run: Job) -> Job:
        jobs[name] = Scheduled(name, run, trigger, options, own_transactions)
        return run

    return register


def every_job() -> list[Scheduled]:
    """Return all registered jobs in the order of registration."""
    return list(jobs.values())
