"""A backup during a workload is restored completely, also on the other kind of database."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

from sqlalchemy import delete

from app.calendars.models import ListedHours
from app.database import db
from app.database.transactions import transaction
from soak.facts import facts
from soak.findings import Finding, contradictory, lost
from soak.instance import DATABASES, Instance
from soak.sample import build
from soak.scenarios import ALL_SCENARIOS, KINDS
from soak.trial import Plan, Report, trial
from soak.workload import Workload
from tests.support.postgresql import free_port

COPIES = 2


@trial("backup", share=2)
def backup(plan: Plan) -> list[Report]:
    """From each database to the other."""
    return [_on(database, plan) for database in DATABASES]


def _on(database: str, plan: Plan) -> Report:
    began, report = time.monotonic(), Report(f"backup {database}")
    instance = plan.environment.instance(f"backup-{database}", database, plan.stack)
    with instance.opened():
        sample = build(under_way=True, ending=True)
    port = free_port()
    tasks = [instance.start("serve", PORT=str(port)), instance.start("jobs")]
    tasks[0].next_child()
    workload = Workload([port], sample, ALL_SCENARIOS, plan.seed)
    workload.start()
    workload.wait_for_kinds(KINDS)
    rows = 0
    for number in range(COPIES):
        workload.wait_for(20)
        copy = instance.folder / f"copy-{number}.zip"
        before, accepted = set(workload.journal.done), workload.accepted
        result = instance.command("backup", str(copy))
        requested = workload.journal.done | workload.journal.unconfirmed
        report.figures[f"acts during copy {number + 1}"] = workload.accepted - accepted
        if result.returncode:
            report.findings.append(lost(f"no copy was made: {result.stderr}"))
            continue
        rows = int(result.stdout.split()[0])
        other = DATABASES[1 - DATABASES.index(database)] if number % 2 == 0 else database
        there = plan.environment.instance(f"restored-{database}-{number}", other, plan.stack)
        report.findings += _laid_back(copy, there, report)
        with there.opened():
            found = set(facts())
        report.findings += [lost(f"{one} was accepted before the copy and is not in it") for one in before - found]
        report.findings += [contradictory(f"{one} is in the copy and was asked for later") for one in found - requested]
    workload.end()
    for part in tasks:
        part.end()
    report.findings += [contradictory(problem) for problem in workload.journal.problems]
    report.check(instance)
    report.acts = workload.accepted
    report.figures["rows"] = rows
    report.seconds = time.monotonic() - began
    return report


def _laid_back(copy: Path, there: Instance, report: Report) -> list[Finding]:
    """Restore into an empty instance, verify, copy again and compare the two copies."""
    with there.opened():
        with transaction():
            db.session.execute(delete(ListedHours))  # with which the template lets mail leave at any hour
        db.session.remove()
        db.engine.dispose()  # nobody may use the database meanwhile
    for words in (("restore", str(copy)), ("audit", "verify"), ("backup", f"{copy}.again")):
        result = there.command(*words)
        if result.returncode:
            return [lost(f"`{' '.join(words)}` on {there.database} failed: {result.stderr}")]
    report.check(there)
    with zipfile.ZipFile(copy) as one, zipfile.ZipFile(f"{copy}.again") as other:
        names = {*one.namelist(), *other.namelist()} - {"manifest.json"}
        return [
            contradictory(f"{name} differs between a copy and the copy of what it restored on {there.database}")
            for name in sorted(names)
            if _content(one, name) != _content(other, name)
        ]


def _content(archive: zipfile.ZipFile, name: str) -> list[bytes] | None:
    """Return the sorted lines of a table, or a file's content; None if it does not exist."""
    if name not in archive.namelist():
        return None
    content = archive.read(name)
    return sorted(content.splitlines()) if name.startswith("tables/") else [content]
