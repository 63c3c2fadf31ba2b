"""CPU per request and requests per second of every kind of page, against the floor in the same server and run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from app.accounts.models import Person
from app.database import db
from benchmarks.addresses import CPU_BARS, Page, every_page
from benchmarks.figures import Figure, middle
from benchmarks.floor import FLOOR
from benchmarks.instances import DEMO, Instance
from benchmarks.run import Run
from benchmarks.serving import Server, Spent, serving


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How often to ask: `rounds` alternate page and floor, each `times` times in a row."""

    rounds: int
    times: int


THOROUGH = Effort(rounds=7, times=20)
QUICK = Effort(rounds=3, times=3)


def measure(run: Run) -> Iterator[Figure]:
    """Measure every page on both databases."""
    for instance in run.instances.of(DEMO):
        pages, somebody = chosen(instance)
        with serving(instance) as server:
            for page in pages:
                yield _compared(server, page, somebody, QUICK if run.quick else THOROUGH)


def chosen(instance: Instance) -> tuple[list[Page], str]:
    """Return the pages of an instance, and the id of a person for the floor to look up."""
    app = instance.application()
    with app.app_context():
        pages = every_page(app)
        somebody = str(db.session.query(Person.id).order_by(Person.id).limit(1).scalar())
        db.session.remove()
        db.engine.dispose()
    return pages, somebody


def _compared(server: Server, page: Page, somebody: str, effort: Effort) -> Figure:
    size = len(server.get(page.path, page.headers).body)
    floor = f"{FLOOR}/{somebody}/{size}"
    _warm_up(server, page, floor)
    ours: list[Spent] = []
    bare: list[Spent] = []
    for _ in range(effort.rounds):
        ours.append(server.spend(page.path, page.headers, times=effort.times))
        bare.append(server.spend(floor, {}, times=effort.times))
    cost, least = (median(one.cpu_milliseconds for one in spent) for spent in (ours, bare))
    return Figure(
        name=f"{page.kind}: {page.name} ({server.instance})",
        value=cost / least,
        unit="× floor",
        bar=CPU_BARS.get(page.kind),
        note=f"{cost:.2f} ms, floor {least:.2f} ms",
        raw={
            "cpu_ms": round(cost, 3),
            "database_cpu_ms": middle(one.database * 1000 / len(one.wall) for one in ours),
            "floor_cpu_ms": round(least, 3),
            "requests_per_second": middle((1 / median(one.wall) for one in ours), 1),
            "floor_requests_per_second": middle((1 / median(one.wall) for one in bare), 1),
            "bytes": size,
        },
    )


def _warm_up(server: Server, page: Page, floor: str) -> None:
    for _ in range(3):
        server.get(page.path, page.headers)
        server.get(floor, {})
