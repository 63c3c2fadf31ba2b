"""The morning's reminders, with and without due commitments, and all jobs in one pass."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from statistics import median

from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.clock import utc_now
from app.database import db
from app.jobs.registry import every_job
from app.jobs.running import run_job
from app.mail.outbox.models import Mail
from benchmarks.figures import Figure
from benchmarks.instances import CITY, DEMO, Instance
from benchmarks.processes import cpu_seconds
from benchmarks.run import Run

DAYS = 10


def measure(run: Run) -> Iterator[Figure]:
    """Measure on the demo and, in a full run, at city size."""
    for size in (DEMO,) if run.quick else (DEMO, CITY):
        for instance in run.instances.of(size):
            yield from _measured(instance, days=2 if run.quick else DAYS)


def _measured(instance: Instance, days: int) -> Iterator[Figure]:
    app = instance.application()
    remind = next(job for job in every_job() if job.name == "reminders")
    run_job(app, remind)
    with app.app_context():
        workers = [os.getpid(), *instance.backends()]
    idle = median(_spent(workers, partial(run_job, app, remind)) for _ in range(days))
    yield Figure(name=f"reminders, nothing due ({instance})", value=idle * 1000, unit="ms CPU")
    spent, mails = _at_work(app, workers, partial(run_job, app, remind), days)
    if mails > days:  # a reused instance has sent the mails of these days already
        yield Figure(name=f"reminders, a mail ({instance})", value=spent / mails * 1000, unit="ms CPU")
    jobs = [job for job in every_job() if not job.own_transactions]
    for job in jobs:
        run_job(app, job)
    everything = sum(_spent(workers, partial(run_job, app, job)) for job in jobs)
    yield Figure(name=f"all jobs again ({instance})", value=everything * 1000, unit="ms CPU")
    with app.app_context():
        db.engine.dispose()


def _at_work(app: Flask, workers: list[int], remind: Callable[[], None], days: int) -> tuple[float, int]:
    """Return the CPU seconds and the number of mails of the reminders of several days."""
    before, spent = _mails(app), 0.0
    for day in range(1, days + 1):
        with clock.pretend(utc_now() + timedelta(days=day)):
            spent += _spent(workers, remind)
    return spent, _mails(app) - before


def _mails(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Mail.id))) or 0


def _spent(workers: list[int], work: Callable[[], object]) -> float:
    began = cpu_seconds(workers)
    work()
    return cpu_seconds(workers) - began
