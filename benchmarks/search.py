"""CPU time of searches at city size, and what a write costs for the search index, on both databases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from statistics import median
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.search import index
from app.search.models import SearchEntry
from benchmarks.addresses import ROLES, Page, Visitors, first
from benchmarks.figures import Figure, at_most, percentile
from benchmarks.growth import QUICK_CITY
from benchmarks.instances import CITY, Instance
from benchmarks.processes import cpu_seconds
from benchmarks.run import Run
from benchmarks.serving import serving
from commitments.delivery.actions import Report, report
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery

QUESTIONS = {
    "a common word": "/search?q=data",
    "a frequent word": "/search?q=penanda",
    "a rare word": "/search?q=udara",
    "a phrase": "/search?q=%22titik+sensor+warga%22",
    "a suggestion": "/search/suggestions?q=dat",
}
"""In a city 232,000 of 1.1 million entries have the common word, 48,000 the frequent and 26 the rare one."""
READERS = ("a coordinator", "a partner")
ROUNDS, TIMES = 6, 10
WRITES = 60
BAR, WRITE_BAR = 250, 5
"""The bars of a search and of what a write costs more, in milliseconds of CPU."""


def measure(run: Run) -> Iterator[Figure]:
    """Search as different readers, then write with and without the index, then compare the whole index."""
    for database in run.instances.databases:
        instance = run.instances.one(QUICK_CITY if run.quick else CITY, database)
        yield from _searched(instance, rounds=2 if run.quick else ROUNDS)
        app = instance.application()
        with app.app_context():
            workers = _workers(instance)
            yield _written(app, instance, workers, times=10 if run.quick else WRITES)
            yield _compared(instance, workers)
            db.session.remove()
            db.engine.dispose()


def _searched(instance: Instance, *, rounds: int) -> Iterator[Figure]:
    app = instance.application()
    with app.app_context():
        visitors = Visitors(app)
        people = {name: first(select(Person).where(Person.email == ROLES[name])) for name in READERS}
        cookies = {name: visitors.cookie(person) for name, person in people.items()}
    pages = {
        f"{question}, {name}": Page(kind="search", name=question, path=path, cookie=cookies[name])
        for question, path in QUESTIONS.items()
        for name in READERS
    }
    with serving(instance) as server:
        for page in [*pages.values()] * 3:  # warm-up
            server.request(page)
        taken: dict[str, list[Any]] = {name: [] for name in pages}
        for _ in range(rounds):
            for name, page in pages.items():
                taken[name] += server.spend(page, times=TIMES)
    for name, spent in taken.items():
        yield Figure(
            name=f"search: {name} ({instance})",
            value=percentile([one.cpu for one in spent], 95),
            unit="ms CPU",
            bar=at_most(BAR),
            note=f"median {median(one.cpu for one in spent):.1f} ms",
            raw={"median_database_cpu_ms": median(one.database for one in spent)},
        )


def _workers(instance: Instance) -> list[int]:
    """Return the processes that work for this one: itself, and the one that serves its connection on PostgreSQL.

    With one thread all transactions use the same connection of the pool.
    """
    if instance.database == "sqlite":
        return [os.getpid()]
    backend: int = db.session.execute(select(func.pg_backend_pid())).scalar_one()
    db.session.rollback()
    return [os.getpid(), backend]


def _written(app: Flask, instance: Instance, workers: list[int], *, times: int) -> Figure:
    """Report progress of different commitments with the index and without, in turns."""
    known = app.extensions["search"]
    owed = select(Commitment.id).where(Commitment.delivery == Delivery.IN_PROGRESS).order_by(Commitment.code)
    ids = db.session.scalars(owed.limit(2 * times)).all()
    db.session.rollback()
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number, commitment_id in enumerate(ids):
        indexed = number % 2 == 0
        app.extensions["search"] = known if indexed else {}
        taken[indexed].append(_report(workers, commitment_id))
    app.extensions["search"] = known
    with transaction():
        index.touch(Commitment, ids)
    without, with_index = (median(taken[indexed]) for indexed in (False, True))
    return Figure(
        name=f"a report, for the index ({instance})",
        value=with_index - without,
        unit="ms CPU",
        bar=at_most(WRITE_BAR),
        note=f"{without:.1f} ms, then {with_index:.1f} ms",
    )


def _report(workers: list[int], commitment_id: UUID) -> float:
    """Return the CPU time of recording and committing a report, in milliseconds."""
    with transaction():
        commitment = db.session.get_one(Commitment, commitment_id)
        by = db.session.get_one(Person, commitment.responsible_person_id or commitment.proposed_by_id)
        began = cpu_seconds(workers)
        report(commitment, Report(progress=50, text="Penanda terpasang pada titik sensor"), by=by, at=utc_now())
    spent = cpu_seconds(workers) - began
    db.session.remove()
    return 1000 * spent


def _compared(instance: Instance, workers: list[int]) -> Figure:
    """Compare every entry with its object, as the nightly job does."""
    entries = db.session.scalar(select(func.count()).select_from(SearchEntry)) or 1
    began = cpu_seconds(workers)
    with transaction():
        index.rebuild()
    spent = cpu_seconds(workers) - began
    note = f"{entries} entries in {spent:.0f} s"
    return Figure(name=f"comparing an entry ({instance})", value=1000 * spent / entries, unit="ms CPU", note=note)
