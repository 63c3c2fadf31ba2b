"""A disk that fills up under database, files and mail: people are told, nothing is half done, work goes on after."""

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
from soak.lives import EVERYBODY, KINDS
from soak.notices import notices
from soak.scene import build
from soak.town import Town
from soak.trial import Plan, Report, trial
from soak.trials.kills import children_of, deliver_rest
from tests.support.mail import Delivery
from tests.support.postgresql import free_port

SIZE = 24 * 1024 * 1024
ROUNDS = 4
REFUSALS = 8
"""How many acts must be refused for want of room in each round."""


@trial("disk", share=1)
def disk(plan: Plan) -> list[Report]:
    """SQLite, whose database, files and mails share one disk."""
    began, report = time.monotonic(), Report("disk sqlite")
    place = plan.ground.folder / "disk" / "data"
    place.mkdir(parents=True)
    disk = Disk(place)
    plan.stack.callback(disk.take_away)
    here = plan.ground.instance("disk", "sqlite", plan.stack)
    with here.opened():
        scene = build(under_way=True)
    port = free_port()
    web, jobs = here.start("serve", PORT=str(port)), here.start("jobs", HASTE="1")
    disk.processes = [web.next_child(), jobs.next_child()]
    town = Town([port], scene, EVERYBODY, plan.seed)
    town.begin()
    town.let_all_begin(KINDS)
    again = [_fill_and_free(town, disk, report) for _ in range(ROUNDS)]
    town.end()
    jobs.end()
    web.end()
    with here.opened():
        deliver_rest()
        db.session.rollback()
        report.findings += [*town.journal.compare(facts(), values()), *notices(town.journal)]
        report.findings += _mails_are_whole(here)
    report.look_at(here)
    report.acts = town.accepted
    report.figures |= {
        "by": "a disk of its own" if disk.is_mounted else "a limit on files",
        "filled": ROUNDS,
        "refused for room": town.journal.counts["no room"],
        "longest until work went on": f"{max(again):.1f} s",
    }
    report.seconds = time.monotonic() - began
    return [report]


def _fill_and_free(town: Town, disk: Disk, report: Report) -> float:
    """Work, fill the disk until people were told, free it; return seconds until an act was accepted again."""
    town.work_on(15)
    disk.fill()
    told, end = town.journal.counts["no room"], time.monotonic() + 40
    while town.journal.counts["no room"] < told + REFUSALS and time.monotonic() < end:
        time.sleep(0.05)
    if town.journal.counts["no room"] == told:
        report.findings.append(contradictory("nobody was told that the disk is full"))
    disk.free()
    began = time.monotonic()
    town.work_on(1)
    return time.monotonic() - began


def _mails_are_whole(here: Instance) -> list[Finding]:
    """Every message that counts as sent is a file, whole; nothing half written is left."""
    folder = here.settings.data_dir / "mail"
    letters = [Delivery([], path.read_bytes()) for path in folder.glob("*.eml")]
    left = [contradictory(f"{path.name} is left half written") for path in folder.glob(".*")]
    short = [lost(f"a message of {len(one.raw)} bytes") for one in letters if b"\n--" not in one.raw[-200:]]
    return [*arrivals(letters), *left, *short]


class Disk:
    """A small disk: a mounted one where this process may mount, else a limit on how large files may grow."""

    def __init__(self, place: Path) -> None:
        self.place, self.processes = place, list[int | None]()
        self.is_mounted = self._mount()

    def fill(self) -> None:
        """Leave no room."""
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
        """Give the room back."""
        if self.is_mounted:
            (self.place / "filler").unlink()
        else:
            self._limit(resource.RLIM_INFINITY)

    def take_away(self) -> None:
        """Unmount, as soon as nobody uses it."""
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
