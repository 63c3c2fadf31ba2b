"""The memory of one gunicorn worker while it serves every kind of page repeatedly."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from benchmarks.figures import Figure, at_most
from benchmarks.instances import DEMO
from benchmarks.pages import chosen
from benchmarks.processes import memory_of
from benchmarks.run import Run
from benchmarks.serving import serving

REQUESTS = 100_000
WARM = 0.2
"""The part of the requests after which a worker's caches are filled."""
SAMPLES = 100
MIB = 1024 * 1024


def measure(run: Run) -> Iterator[Figure]:
    """Measure on the first database of the run."""
    instance = run.instances.of(DEMO)[0]
    pages, _somebody = chosen(instance)
    requests = REQUESTS // 100 if run.quick else REQUESTS
    with serving(instance, threads=4) as server:
        samples = [memory_of(server.worker) / MIB]
        for number, page in enumerate(islice(cycle(pages), requests), 1):
            server.request(page)
            if number % (requests // SAMPLES) == 0:
                samples.append(memory_of(server.worker) / MIB)
    settled, last = samples[int(len(samples) * WARM)], samples[-1]
    raw_data = {"samples_mib": [round(one, 1) for one in samples], "requests": requests}
    yield Figure(name=f"highest, {requests:,} requests", value=max(samples), unit="MiB", bar=at_most(250), raw=raw_data)
    yield Figure(
        name=f"growth after the first {WARM:.0%}",
        value=(last - settled) / settled * 100,
        unit="%",
        bar=at_most(5),
        note=f"{samples[0]:.0f} MiB at first, then {settled:.0f}, at last {last:.0f}",
    )
