"""CPU per request and requests per second of every kind of page, against the floor in the same server and run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean, median

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
    """`rounds` alternate page and floor, each with `times` requests in a row; each round has its ratio."""

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
    server.request(page)
    size = len(server.request(page))
    floor = Page(kind="floor", name="floor", path=f"{FLOOR}/{somebody}/{size}")
    for _ in range(3):  # warm-up: templates are compiled, caches filled
        server.request(page)
        server.request(floor)
    ours: list[list[Spent]] = []
    bare: list[list[Spent]] = []
    for _ in range(effort.rounds):
        ours.append(server.spend(page, times=effort.times))
        bare.append(server.spend(floor, times=effort.times))
    costs, floors = ([fmean(one.cpu for one in some) for some in rounds] for rounds in (ours, bare))
    cost, least = median(costs), median(floors)
    return Figure(
        name=f"{page.kind}: {page.name} ({server.instance})",
        value=median(one / beside for one, beside in zip(costs, floors, strict=True)),
        unit="× floor",
        bar=CPU_BARS.get(page.kind),
        note=f"{cost:.2f} ms, floor {least:.2f} ms",
        raw={
            "cpu_ms": round(cost, 3),
            "database_cpu_ms": middle(fmean(one.database for one in some) for some in ours),
            "floor_cpu_ms": round(least, 3),
            "requests_per_second": _per_second(ours),
            "floor_requests_per_second": _per_second(bare),
            "bytes": size,
        },
    )


def _per_second(rounds: list[list[Spent]]) -> float:
    """Return the requests per second of one client that sends them one after another."""
    return round(1000 / median(one.wall for some in rounds for one in some), 1)
