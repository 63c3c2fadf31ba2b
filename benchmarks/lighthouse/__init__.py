"""Lighthouse scores of the most visited pages, in the system's Chromium, as on a slow telephone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.addresses import Page
from benchmarks.figures import Figure, at_least
from benchmarks.instances import DEMO
from benchmarks.pages import chosen
from benchmarks.run import Run
from benchmarks.serving import serving

PROGRAM = Path(__file__).parent
BARS = {"performance": at_least(95), "accessibility": at_least(100), "best-practices": at_least(100)}
PAGES = ("sign-in", "home of a coordinator", "commitments", "session", "live session")
TRIES = 3
"""The most attempts: Lighthouse sometimes loses its trace and must be run again."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def measure(run: Run) -> Iterator[Figure]:
    """Take the median of five runs for each page; a quick run measures one page once."""
    _install()
    instance = run.instances.of(DEMO)[0]
    pages = [page for page in chosen(instance)[0] if page.name in PAGES]
    with serving(instance, threads=4) as server:
        for page in pages[:1] if run.quick else pages:
            address = f"http://127.0.0.1:{server.port}{page.path}"
            reports = [_report(address, page, run.folder / "report.json") for _ in range(1 if run.quick else 5)]
            yield from _figures(page, reports)


def _figures(page: Page, reports: list[dict[str, Any]]) -> Iterator[Figure]:
    for category, bar in BARS.items():
        scores = [100 * report["categories"][category]["score"] for report in reports]
        faults = _faults(reports[0], category)
        yield Figure(
            name=f"{page.name}, {category.replace('-', ' ')}",
            value=median(scores),
            unit="of 100",
            bar=bar,
            note="" if median(scores) >= bar.limit else ", ".join(faults),
            raw={"scores": scores, "faults": faults},
        )


def _faults(report: dict[str, Any], category: str) -> list[str]:
    """Return the audits of a category that failed."""
    counted = [one["id"] for one in report["categories"][category]["auditRefs"] if one["weight"]]
    return [name for name in counted if (report["audits"][name]["score"] or 0) < 1 and _applies(report, name)]


def _applies(report: dict[str, Any], name: str) -> bool:
    return report["audits"][name]["scoreDisplayMode"] in {"binary", "numeric", "metricSavings"}


def _report(address: str, page: Page, file: Path) -> dict[str, Any]:
    command = [
        str(PROGRAM / "node_modules/.bin/lighthouse"),
        address,
        "--quiet",
        "--output=json",
        f"--output-path={file}",
        f"--only-categories={','.join(BARS)}",
        "--chrome-flags=--headless=new --no-sandbox",
    ]
    if page.cookie:
        command += ["--extra-headers", json.dumps({"Cookie": f"selaras={page.cookie}"})]
    browser = next(filter(None, map(shutil.which, CHROMIUM)), "")
    environment = {**os.environ, "CHROME_PATH": browser}
    for number in range(1, TRIES + 1):
        if subprocess.run(command, env=environment, check=number == TRIES, capture_output=True).returncode == 0:
            break
    report: dict[str, Any] = json.loads(file.read_text())
    return report


def _install() -> None:
    """Install the packages of the lock file beside package.json, once."""
    if not (PROGRAM / "node_modules/.bin/lighthouse").exists():
        subprocess.run(["npm", "ci", "--silent"], cwd=PROGRAM, check=True)
