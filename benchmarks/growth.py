"""CPU time of pages at city size against demo size, on both databases, measured in turns."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from benchmarks.addresses import Page
from benchmarks.figures import Figure, at_most, percentile
from benchmarks.instances import CITY, SMALL, Size
from benchmarks.pages import chosen
from benchmarks.run import Run
from benchmarks.serving import Server, Spent, serving

ROUNDS, TIMES = 6, 10
QUICK_CITY = Size(name="town", arguments=("--sessions", "1000", "--commitments", "5000", "--people", "1000"))


def measure(run: Run) -> Iterator[Figure]:
    """Compare page by page; the pages of both instances are selected by the same queries."""
    for database in run.instances.databases:
        small = run.instances.one(SMALL, database)
        large = run.instances.one(QUICK_CITY if run.quick else CITY, database)
        pages = {page.name: page for page in chosen(small)[0]}
        with serving(small) as village, serving(large) as city:
            for page in chosen(large)[0]:
                yield _compared(village, pages[page.name], city, page, rounds=2 if run.quick else ROUNDS)


def _compared(village: Server, ours: Page, city: Server, theirs: Page, *, rounds: int) -> Figure:
    requests = ((village, ours), (city, theirs))
    taken: tuple[list[Spent], list[Spent]] = ([], [])
    for server, page in requests * 3:  # warm-up: templates are compiled, caches filled
        server.request(page)
    for _ in range(rounds):
        for (server, page), spent in zip(requests, taken, strict=True):
            spent += server.spend(page, times=TIMES)
    small, large = (percentile([one.cpu for one in some], 95) for some in taken)
    return Figure(
        name=f"{ours.kind}: {ours.name} ({city.instance})",
        value=large / small,
        unit="× small",
        bar=at_most(2),
        note=f"p95 {small:.1f} ms, then {large:.1f} ms",
        raw={
            "p95_cpu_ms": [small, large],
            "median_cpu_ms": [median(one.cpu for one in some) for some in taken],
            "median_database_cpu_ms": [median(one.database for one in some) for some in taken],
            "p95_wall_ms": [percentile([one.wall for one in some], 95) for some in taken],
        },
    )
