"""script/soak [name …] [--minutes N] [--long] [--seed N]: runs trials and prints a line and the findings of each."""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

from soak.findings import Fault, contradictory, tally
from soak.instance import Environment
from soak.trial import TRIALS, Plan, Report

NAMES = (
    "kills",
    "minutes",
    "delivery",
    "intake",
    "writers",
    "many",
    "mail",
    "disk",
    "backup",
    "clock",
    "years",
    "schema",
)
"""The trials in the order of a run."""
COLUMNS = ("trial", "acts", "kills", "lost", "contradictory", "doubled", "seconds")
SHOWN = 20
"""The most findings of a trial that are printed; all of them are in the file `findings` of the run's folder."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the requested trials. Return 1 if any has a finding; the data of the run are kept then."""
    options = _parsed(arguments)
    signal.signal(signal.SIGTERM, lambda *_arguments: sys.exit(143))  # so that exit handlers stop child processes
    for name in NAMES:
        import_module(f"soak.trials.{name}")
    folder = Path(tempfile.mkdtemp(prefix="selaras-soak-"))
    folder.chmod(0o755)  # PostgreSQL runs as another user
    environment = Environment(folder)
    names = options.names or NAMES
    shares = sum(TRIALS[name][1] for name in names)
    print(f"seed {options.seed}, {options.minutes:g} minutes, data in {folder}", flush=True)
    print(_line(COLUMNS), flush=True)
    reports: list[Report] = []
    for name in names:
        run, share = TRIALS[name]
        seconds = 1e9 if options.long else options.minutes * 60 * share / shares
        with ExitStack() as stack:
            plan = Plan(environment, stack, options.seed, seconds, options.long)
            reports += _tried(name, plan, run)
    environment.close()
    if any(report.findings for report in reports):
        (folder / "findings").write_text("\n".join(str(one) for report in reports for one in report.findings) + "\n")
        for report in reports:  # again, because logs that are cut keep their end
            for finding in report.findings[:SHOWN]:
                print(f"{report.name}: {finding}", file=sys.stderr)
        print(f"soak: something is wrong; see {folder} (seed {options.seed})", file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    print("soak: nothing lost, nothing contradictory, nothing doubled")
    return 0


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/soak", description="Trials that take longer than a test.")
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="name", help=f"of {', '.join(NAMES)}")
    parser.add_argument("--minutes", type=float, default=12, help="for the whole run (12)")
    parser.add_argument("--long", action="store_true", help="1,000 kills and no limit of time")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="to repeat a run")
    return parser.parse_args(arguments)


def _tried(name: str, plan: Plan, run: object) -> list[Report]:
    """Run one trial and print its reports; an exception in a trial is a finding itself."""
    began = time.monotonic()
    try:
        reports: list[Report] = run(plan)  # type: ignore[operator]
    except Exception as error:
        traceback.print_exc()
        reports = [Report(name, findings=[contradictory(f"the trial broke down: {error!r}")])]
    for report in reports:
        report.seconds = report.seconds or time.monotonic() - began
        counts = tally(report.findings)
        wrong = [counts[fault] for fault in Fault]
        print(
            _line((report.name, report.acts, report.kills, *wrong, f"{report.seconds:.0f}"), report.figures), flush=True
        )
        for finding in report.findings[:SHOWN]:
            print(f"  {finding}", flush=True)
    return reports


def _line(cells: Sequence[object], figures: dict[str, object] | None = None) -> str:
    widths = (18, 8, 7, 6, 14, 9, 8)
    line = "".join(
        f"{cell!s:{'<' if not number else '>'}{width}}"
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return line + "".join(f"  {name} {value}" for name, value in (figures or {}).items())


if __name__ == "__main__":
    sys.exit(main())
