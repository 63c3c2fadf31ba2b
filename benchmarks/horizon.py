"""Creating the sessions of one more year: CPU time and statements for each forum with a series."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.clock import utc_now
from app.database import db
from benchmarks.figures import Bar, Figure
from benchmarks.instances import CITY, DEMO, Instance
from benchmarks.processes import cpu_seconds
from benchmarks.run import Run
from forums.scheduling.jobs import fill
from forums.scheduling.models import Session
from tests.support.visitors import counted

A_YEAR = timedelta(days=365)


class Extended(NamedTuple):
    """The cost of more sessions: the number of series and sessions, statements and CPU seconds."""

    series: int
    sessions: int
    statements: int
    seconds: float


def measure(run: Run) -> Iterator[Figure]:
    """Extend every forum of the demo, or of a city in a full run; all changes are rolled back."""
    for instance in run.instances.of(DEMO if run.quick else CITY):
        yield from _measured(instance)


def _measured(instance: Instance) -> Iterator[Figure]:
    app = instance.application()
    with app.app_context():
        db.session.execute(select(1))
        workers = [os.getpid(), *instance.backends()]
        db.session.remove()
    _warm, one, two = (_extended(app, workers, years) for years in (1, 1, 2))
    yield Figure(
        name=f"a year more, a forum ({instance})",
        value=1000 * one.seconds / one.series,
        unit="ms CPU",
        note=f"{one.series} forums, {one.sessions} sessions, {one.seconds:.1f} s in all",
    )
    yield Figure(
        name=f"two years more, statements a forum against one year ({instance})",
        value=(two.statements / two.series) / (one.statements / one.series),
        unit="×",
        bar=Bar(1.1),
        note=f"{one.statements / one.series:.1f} statements a forum; {two.sessions} sessions in two years",
    )
    with app.app_context():
        db.engine.dispose()


def _extended(app: Flask, workers: list[int], years: int) -> Extended:
    """Create the sessions as if `years` had passed since the job ran, count, and roll back."""
    with app.test_request_context(), clock.pretend(utc_now() + years * A_YEAR):
        before = db.session.scalar(select(func.count(Session.id))) or 0
        with counted(db.engine, at_most=None) as statements:
            began = cpu_seconds(workers)
            series = sum(1 for _ in fill())
            db.session.flush()
            seconds = cpu_seconds(workers) - began
        after = db.session.scalar(select(func.count(Session.id))) or 0
        db.session.rollback()
        db.session.remove()
    return Extended(series, after - before, len(statements), seconds)
