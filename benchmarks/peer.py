"""CPU time per request in milliseconds, web and PostgreSQL together, beside that of the closest peer.

The peer is Indico 3.3 with 200 meetings, on such a machine. Absolute times depend on the machine, so none is
compared with a bar.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean, median

from app.clock import utc_now
from benchmarks.addresses import Page
from benchmarks.figures import Figure
from benchmarks.floor import FLOOR
from benchmarks.instances import SMALL, Instance, Size
from benchmarks.pages import chosen
from benchmarks.run import Run
from benchmarks.serving import Server, serving

FIVE_THOUSAND = Size(name="large", arguments=("--sessions", "5000", "--commitments", "50000", "--people", "12500"))
"""The size at which the peer needs 230 ms a list and 809 ms a feed."""
PEER = {
    "sessions": 69,
    "commitments": 69,
    "minutes": 126,
    "home of a coordinator": 68,
    "a month of sessions": 18,
    "own calendar": 85,
    "search": 50,
    "100 sessions as JSON": 1186,
}
"""Pages by name, and the peer's milliseconds for its most similar page."""


def measure(run: Run) -> Iterator[Figure]:
    """Measure at 200 and, in a full run, at 5,000 sessions."""
    for size in (SMALL,) if run.quick else (SMALL, FIVE_THOUSAND):
        yield from _measured(run.instances.one(size, "postgresql"), rounds=3 if run.quick else 15)


def _measured(instance: Instance, rounds: int) -> Iterator[Figure]:
    found, somebody = _pages(instance)
    pages = [page for page in found if page.name in PEER]
    floor, bare = Page(kind="floor", name="floor", path=f"{FLOOR}/{somebody}/20000"), []
    with serving(instance) as server:
        for page in [*pages, floor] * 3:  # warm-up: templates are compiled, caches filled
            server.request(page)
        spent: dict[str, list[float]] = {page.name: [] for page in pages}
        for _ in range(rounds):
            for page in pages:
                spent[page.name].append(_cost(server, page))
            bare.append(_cost(server, floor))
    for name, costs in spent.items():
        note = f"the peer {PEER[name]} ms; floor {median(bare):.2f} ms"
        yield Figure(name=f"{name} ({instance})", value=median(costs), unit="ms CPU", note=note)


def _pages(instance: Instance) -> tuple[list[Page], str]:
    pages, somebody = chosen(instance)
    sessions = next(page for page in pages if page.name == "sessions")
    month = Page(
        kind="list",
        name="a month of sessions",
        path=f"/calendar?view=month&month={utc_now():%Y-%m}",
        cookie=sessions.cookie,
    )
    return [*pages, month], somebody


def _cost(server: Server, page: Page) -> float:
    return fmean(one.cpu for one in server.spend(page, times=5))
