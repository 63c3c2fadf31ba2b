"""Start-up times: the command line, the application, and the second `script/server`."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from statistics import median

from benchmarks.figures import Figure, at_most
from benchmarks.run import Run
from config import ROOT
from tests.support.postgresql import free_port

APPLICATION = "import time; import wsgi; print(time.process_time())"
NOTHING = "pass"


def measure(run: Run) -> Iterator[Figure]:
    """Measure `flask --help`, the application's start, and the second `script/server`."""
    folder = run.folder / "start"
    folder.mkdir()
    environment = {**os.environ, "DATA_DIR": str(folder), "FLASK_APP": "wsgi", "PYTHONPATH": str(ROOT)}
    times = 2 if run.quick else 7
    bare = _cpu_seconds([sys.executable, "-c", NOTHING], environment, times)
    for name, command, bar in (
        ("flask --help", ["-m", "flask", "--help"], at_most(2)),
        ("the application", ["-c", APPLICATION], None),
    ):
        cost = _cpu_seconds([sys.executable, *command], environment, times)
        yield Figure(name=name, value=cost, unit="s CPU", bar=bar, raw={"python_alone": bare})
    yield _second_server(environment)


def _cpu_seconds(command: list[str], environment: dict[str, str], times: int) -> float:
    """Return the median CPU time of a command, without its first run, which compiles."""
    spent = []
    for _ in range(times + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return round(median(spent[1:]), 3)


def _second_server(environment: dict[str, str]) -> Figure:
    first, second = (_seconds_to_start(environment) for _ in range(2))
    return Figure(
        name="script/server, second start", value=second, unit="s", bar=at_most(5), raw={"first": round(first, 2)}
    )


def _seconds_to_start(environment: dict[str, str]) -> float:
    """Return how long script/server takes until it prints its address. Raises RuntimeError if it exits before."""
    began = time.perf_counter()
    server = subprocess.Popen(
        ["script/server"],
        cwd=ROOT,
        env={**environment, "PORT": str(free_port())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        output = []
        for line in server.stdout or ():
            output.append(line)
            if line.startswith("Selaras is at"):
                return time.perf_counter() - began
        raise RuntimeError("script/server ended: " + "".join(output)[-2000:])
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
