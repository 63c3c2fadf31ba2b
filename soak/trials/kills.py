"""kill -9 at random points of the web, the scheduler and the database, while a town works: nothing accepted is lost."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.mail.outbox import delivery
from app.mail.outbox.models import Mail, MailState
from forums.changes.models import Change
from forums.invitations import change_notices
from forums.invitations.rules import PATIENCE
from soak.facts import facts, values
from soak.findings import contradictory
from soak.instance import DATABASES, Instance
from soak.invariants.mails import arrivals
from soak.lives import EVERYBODY, KINDS
from soak.notices import notices
from soak.scene import build
from soak.town import Town
from soak.trial import Plan, Report, as_figures, trial
from tests.support.mail import Sink, running_sink
from tests.support.postgresql import Server, free_port
from tests.support.processes import Victims

KILLS, LONG, LEAST = 50, 1000, 10
"""Kills of a run, of a long one, and how many there are on each database even when time is short."""


@trial("kills", share=4)
def kills(plan: Plan) -> list[Report]:
    """Half of the kills on each database."""
    return [_on(database, plan, share=(1 + number) / len(DATABASES)) for number, database in enumerate(DATABASES)]


def _on(database: str, plan: Plan, *, share: float) -> Report:
    began = time.monotonic()
    dice = plan.dice(f"kills on {database}")
    report = Report(f"kills {database}")
    sink = plan.stack.enter_context(running_sink())
    here = plan.ground.instance(f"kills-{database}", database, plan.stack, mail_url=sink.url)
    with here.opened():
        scene = build(under_way=True)
    port = free_port()
    targets = Targets(here, here.start("serve", PORT=str(port)), here.start("jobs"), dice)
    town = Town([port], scene, EVERYBODY, plan.seed)
    town.begin()
    town.let_all_begin(KINDS)
    wanted = (LONG if plan.is_long else KILLS) // len(DATABASES)
    until = plan.began + plan.seconds * share
    while report.kills < wanted and (time.monotonic() < until or report.kills < LEAST):
        if not town.work_on(dice.randint(1, 12)):
            break
        time.sleep(dice.uniform(0, 0.06))
        targets.strike()
        report.kills += 1
    town.work_on(10)
    town.end()
    targets.end()
    report.findings += [contradictory(f"the {name} died by itself") for name in targets.died]
    _settle(here, town, sink, report)
    report.figures |= {**targets.struck, **as_figures(town.journal.counts, "cut", "refused")}
    report.seconds = time.monotonic() - began
    return report


def _settle(here: Instance, town: Town, sink: Sink, report: Report) -> None:
    """Let what waits leave, then hold journal, mail server and database against each other."""
    with here.opened():
        tell_rest()
        deliver_rest()
        db.session.rollback()
        report.findings += [*town.journal.compare(facts(), values()), *notices(town.journal)]
        report.findings += arrivals(sink.deliveries)
        changes = db.session.execute(select(func.count(Change.id), func.count(Change.undone_at))).one()
        report.figures |= {"changes": changes[0], "undone": changes[1]}
    report.look_at(here)
    report.acts = town.accepted
    report.figures["mails"] = len({delivery.message["Message-ID"] for delivery in sink.deliveries})
    report.figures["repeated"] = len(sink.deliveries) - int(report.figures["mails"])  # type: ignore[call-overload]


def tell_rest() -> None:
    """Tell of the last changes, as if the minute in which they can be undone were over."""
    later = utc_now() + PATIENCE
    for forum_id in change_notices.due_forums(at=later):
        with transaction():
            change_notices.tell_of(forum_id, at=later)


def deliver_rest(*, seconds: float = 60) -> None:
    """Send until nothing is left but what is dead; claims of the killed expire soon after them."""
    left = db.select(Mail.id).where(Mail.state.in_((MailState.WAITING, MailState.FAILED))).limit(1)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        delivery.deliver()
        if db.session.scalar(left) is None:
            return
        db.session.rollback()
        time.sleep(0.1)


class Targets:
    """What can be struck: the web as a whole or one worker, the scheduler, on PostgreSQL a backend or all of it."""

    def __init__(self, here: Instance, web: Victims, jobs: Victims, dice: Random) -> None:
        self.dice, self.server = dice, here.server
        self.parts = {"web": web, "scheduler": jobs}
        self.children = {name: part.next_child() for name, part in self.parts.items()}
        self.struck: dict[str, int] = {}
        self.died: list[str] = []

    def strike(self) -> None:
        """Kill something at random; whatever it was comes back at once."""
        ways: list[Callable[[], str]] = [self._part("web"), self._part("scheduler"), self._worker]
        if self.server:
            ways += [self._backend, self._database]
        name = self.dice.choice(ways)()
        self.struck[name] = self.struck.get(name, 0) + 1

    def end(self) -> None:
        """See whether the parts live, then end them."""
        for name, part in self.parts.items():
            self._living(name)
            part.end()

    def _part(self, name: str) -> Callable[[], str]:
        def strike() -> str:
            part, child = self.parts[name], self._living(name)
            part.kill(child)
            self.children[name] = part.next_child()
            return name

        return strike

    def _living(self, name: str) -> int:
        """Return the process of a part; one that died by itself meanwhile is noted."""
        while (child := self.children[name]) is None or not Path(f"/proc/{child}").exists():
            self.died.append(name)
            self.children[name] = self.parts[name].next_child()
        return child

    def _worker(self) -> str:
        workers = children_of(self._living("web"))
        if workers:
            with suppress(ProcessLookupError):
                os.kill(self.dice.choice(workers), signal.SIGKILL)
        return "worker"

    def _backend(self) -> str:
        """Kill one of PostgreSQL's processes, after which it ends all connections and recovers by itself."""
        assert self.server is not None
        assert self.server.process is not None
        processes = children_of(self.server.process.pid)
        if processes:
            with suppress(ProcessLookupError):
                os.kill(self.dice.choice(processes), signal.SIGKILL)
        return "backend"

    def _database(self) -> str:
        assert self.server is not None
        strike_down(self.server)
        return "database"


def strike_down(server: Server) -> None:
    """Kill PostgreSQL's first process and start it again as soon as the rest has noticed."""
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    end = time.monotonic() + 60
    while True:
        try:
            server.start()
            return
        except RuntimeError:  # some of its processes still hold the shared memory
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def children_of(process: int | None) -> list[int]:
    """Return the processes that a process started and that live."""
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []
