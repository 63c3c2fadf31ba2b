"""A full disk under database, files and mail: users are informed, nothing is half done, and work continues."""

from __future__ import annotations

import ctypes
import os
import resource
import time
from pathlib import Path

from app.database import db
from soak.facts import facts, values
from soak.findings import Finding, contradictory, lost
from soak.instance import Instance
from soak.invariants.mails import arrivals
from soak.notices import notices
from soak.sample import build
from soak.scenarios import ALL_SCENARIOS, KINDS
from soak.trial import Plan, Report, trial
from soak.trials.kills import children_of, close_rest, deliver_rest
from soak.workload import Workload
from tests.support.mail import Delivery
from tests.support.postgresql import free_port

SIZE = 24 * 1024 * 1024
ROUNDS = 4
REFUSALS = 8
"""How many requests must be refused with 507 in each round."""


@trial("disk", share=1)
def disk(plan: Plan) -> list[Report]:
    """SQLite, whose database, files and mails share one disk."""
    began, report = time.monotonic(), Report("disk sqlite")
    place = plan.environment.folder / "disk" / "data"
    place.mkdir(parents=True)
    disk = Disk(place)
    plan.stack.callback(disk.take_away)
    instance = plan.environment.instance("disk", "sqlite", plan.stack)
    with instance.opened():
        sample = build(under_way=True, ending=True)
    port = free_port()
    web, jobs = instance.start("serve", PORT=str(port)), instance.start("jobs", HASTE="1")
    disk.processes = [web.next_child(), jobs.next_child()]
    workload = Workload([port], sample, ALL_SCENARIOS, plan.seed)
    workload.start()
    workload.wait_for_kinds(KINDS)
    again = [_fill_and_free(workload, disk, report) for _ in range(ROUNDS)]
    workload.end()
    jobs.end()
    web.end()
    with instance.opened():
        close_rest(instance)
        deliver_rest()
        db.session.rollback()
        report.findings += [*workload.journal.compare(facts(), values()), *notices(workload.journal)]
        report.findings += _mails_are_whole(instance)
    report.check(instance)
    report.acts = workload.accepted
    report.figures |= {
        "by": "a disk of its own" if disk.is_mounted else "a limit on files",
        "filled": ROUNDS,
        "refused for room": workload.journal.counts["no room"],
        "longest until work went on": f"{max(again):.1f} s",
    }
    report.seconds = time.monotonic() - began
    return [report]


def _fill_and_free(workload: Workload, disk: Disk, report: Report) -> float:
    """Work, fill the disk until requests are refused, free it; return the seconds until an act was accepted again."""
    workload.wait_for(15)
    disk.fill()
    response, end = workload.journal.counts["no room"], time.monotonic() + 40
    while workload.journal.counts["no room"] < response + REFUSALS and time.monotonic() < end:
        time.sleep(0.05)
    if workload.journal.counts["no room"] == response:
        report.findings.append(contradictory("nobody was told that the disk is full"))
    disk.free()
    began = time.monotonic()
    workload.wait_for(1)
    return time.monotonic() - began


def _mails_are_whole(instance: Instance) -> list[Finding]:
    """Every sent mail is a complete file; no partial file is left."""
    folder = instance.settings.data_dir / "mail"
    letters = [Delivery([], path.read_bytes()) for path in folder.glob("*.eml")]
    left = [contradictory(f"{path.name} is left half written") for path in folder.glob(".*")]
    short = [lost(f"a message of {len(one.raw)} bytes") for one in letters if b"\n--" not in one.raw[-200:]]
    return [*arrivals(letters), *left, *short]


class Disk:
    """A small disk: a mounted file system if this process may mount one, else a limit on the size of files."""

    def __init__(self, place: Path) -> None:
        self.place, self.processes = place, list[int | None]()
        self.is_mounted = self._mount()

    def fill(self) -> None:
        """Fill the disk."""
        if not self.is_mounted:
            self._limit(64 * 1024)
            return
        with (self.place / "filler").open("wb", buffering=0) as filler:
            for size in (64 * 1024, 4096, 1):
                try:
                    while True:
                        filler.write(b"\0" * size)
                except OSError:
                    continue

    def free(self) -> None:
        """Free the space."""
        if self.is_mounted:
            (self.place / "filler").unlink()
        else:
            self._limit(resource.RLIM_INFINITY)

    def take_away(self) -> None:
        """Unmount the disk as soon as it is not in use."""
        if self.is_mounted:
            ctypes.CDLL(None).umount2(bytes(self.place), 2)

    def _mount(self) -> bool:
        options = f"size={SIZE},mode=755".encode()
        return os.getuid() == 0 and ctypes.CDLL(None).mount(b"soak", bytes(self.place), b"tmpfs", 0, options) == 0

    def _limit(self, size: int) -> None:
        for process in self.processes:
            for one in (process, *children_of(process)):
                if one:
                    resource.prlimit(one, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
