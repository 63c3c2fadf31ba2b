"""kill -9 of web server, scheduler and database at random moments of a workload: nothing accepted is lost."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from app import clock
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.jobs import every_job
from app.jobs.running import run_job
from app.mail.outbox import delivery
from app.mail.outbox.models import Mail, MailState
from forums.changes.models import Change
from forums.circular.models import Circular
from forums.invitations import change_notices
from forums.invitations.rules import PATIENCE
from soak.facts import facts, values
from soak.findings import contradictory
from soak.instance import DATABASES, Instance
from soak.invariants.mails import arrivals
from soak.notices import notices
from soak.sample import build
from soak.scenarios import ALL_SCENARIOS, KINDS
from soak.trial import Plan, Report, as_figures, trial
from soak.workload import Scenario, Workload
from tests.support.mail import Sink, running_sink
from tests.support.postgresql import Server, free_port
from tests.support.processes import Victims

KILLS, LONG, LEAST = 50, 1000, 10
"""Kills of a run, of a long run, and the least on each database even if time is up."""
STEPS = (
    "agreement",
    "amendment",
    "position",
    "receipt",
    "renewal",
    "dispute",
    "disposition",
    "office",
    "handover",
    "register",
    "circular",
    "vote",
    "vote by link",
    "pack",
    "opinion",
    "record",
    "report",
    "minutes",
    "party",
    "correction",
    "amended",
    "redaction",
    "by link",
)
"""What is counted, so that it is seen how far scenarios come: acts of agreements and disputes, states of minutes."""


@trial("kills", share=4)
def kills(plan: Plan) -> list[Report]:
    """Half of the kills on each database."""
    return on_each_database("kills", plan, ALL_SCENARIOS, KINDS)


def on_each_database(name: str, plan: Plan, scenarios: Sequence[Scenario], kinds: set[str]) -> list[Report]:
    """Kill processes while these scenarios run, once a request of each kind was accepted."""
    reports = []
    for number, database in enumerate(DATABASES, 1):
        reports.append(_on(database, name, plan, scenarios, kinds, share=number / len(DATABASES)))
    return reports


def _on(
    database: str, name: str, plan: Plan, scenarios: Sequence[Scenario], kinds: set[str], *, share: float
) -> Report:
    began = time.monotonic()
    random = plan.random(f"{name} on {database}")
    report = Report(f"{name} {database}")
    sink = plan.stack.enter_context(running_sink())
    instance = plan.environment.instance(f"{name}-{database}", database, plan.stack, mail_url=sink.url)
    with instance.opened():
        sample = build(under_way=True, ending=True, staff=2)
    port = free_port()
    targets = Targets(instance, instance.start("serve", PORT=str(port)), instance.start("jobs"), random)
    workload = Workload([port], sample, scenarios, plan.seed, mailbox=sink)
    workload.start()
    workload.wait_for_kinds(kinds)
    wanted = (LONG if plan.is_long else KILLS) // len(DATABASES)
    until = plan.began + plan.seconds * share
    while report.kills < wanted and (time.monotonic() < until or report.kills < LEAST):
        if not workload.wait_for(random.randint(1, 12)):
            break
        time.sleep(random.uniform(0, 0.06))
        targets.strike()
        report.kills += 1
    workload.wait_for(10)
    workload.end()
    targets.end()
    report.findings += [contradictory(f"the {name} died by itself") for name in targets.died]
    _settle(instance, workload, sink, report)
    report.figures |= {**targets.struck, **as_figures(workload.journal.counts, "cut", "refused", *STEPS)}
    report.seconds = time.monotonic() - began
    return report


def _settle(instance: Instance, workload: Workload, sink: Sink, report: Report) -> None:
    """Deliver waiting mails, then compare journal, mail server and database."""
    with instance.opened():
        send_rest()
        close_rest(instance)
        deliver_rest()
        db.session.rollback()
        report.findings += [*workload.journal.compare(facts(), values()), *notices(workload.journal)]
        report.findings += arrivals(sink.deliveries)
        changes = db.session.execute(select(func.count(Change.id), func.count(Change.undone_at))).one()
        report.figures |= {"changes": changes[0], "undone": changes[1]}
    report.check(instance)
    report.acts = workload.accepted
    report.figures["mails"] = len({delivery.message["Message-ID"] for delivery in sink.deliveries})
    report.figures["repeated"] = len(sink.deliveries) - int(report.figures["mails"])  # type: ignore[call-overload]


def send_rest() -> None:
    """Notify of the last changes, as if the minute in which they can be undone were over."""
    later = utc_now() + PATIENCE
    for forum_id in change_notices.due_forums(at=later):
        with transaction():
            change_notices.send_pending(forum_id, at=later)


def close_rest(instance: Instance) -> None:
    """Work on the registers that were taken, close the circulars on which parties still vote, and deliver the outcomes.

    Circulars are closed as if the last end had come.
    """
    run_jobs(instance, "register-imports", "agreement-imports")
    last = db.session.scalar(select(func.max(Circular.ends_at)))
    db.session.rollback()
    if last:
        with clock.pretend(max(last, utc_now()) + timedelta(minutes=1)):
            run_jobs(instance, "circulars_close")
            deliver_rest()


def run_jobs(instance: Instance, *names: str) -> None:
    """Run jobs once, as the scheduler does that is up again."""
    for job in [one for one in every_job() if one.name in names]:
        run_job(instance.app, job)


def deliver_rest(*, seconds: float = 60) -> None:
    """Deliver until only dead mails are left; claims of killed processes expire after a while."""
    left = db.select(Mail.id).where(Mail.state.in_((MailState.WAITING, MailState.FAILED))).limit(1)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        delivery.deliver()
        if db.session.scalar(left) is None:
            return
        db.session.rollback()
        time.sleep(0.1)


class Targets:
    """What can be killed: the web server or one worker, the scheduler, on PostgreSQL a backend or the server."""

    def __init__(self, instance: Instance, web: Victims, jobs: Victims, random: Random) -> None:
        self.random, self.server = random, instance.server
        self.tasks = {"web": web, "scheduler": jobs}
        self.children = {name: part.next_child() for name, part in self.tasks.items()}
        self.struck: dict[str, int] = {}
        self.died: list[str] = []

    def strike(self) -> None:
        """Kill a random process; it is restarted at once."""
        ways: list[Callable[[], str]] = [self._part("web"), self._part("scheduler"), self._worker]
        if self.server:
            ways += [self._backend, self._database]
        name = self.random.choice(ways)()
        self.struck[name] = self.struck.get(name, 0) + 1

    def end(self) -> None:
        """Check that the processes are alive, then end them."""
        for name, part in self.tasks.items():
            self._living(name)
            part.end()

    def _part(self, name: str) -> Callable[[], str]:
        def strike() -> str:
            part, child = self.tasks[name], self._living(name)
            part.kill(child)
            self.children[name] = part.next_child()
            return name

        return strike

    def _living(self, name: str) -> int:
        """Return the process id of a task; a process that died by itself is recorded."""
        while (child := self.children[name]) is None or not Path(f"/proc/{child}").exists():
            self.died.append(name)
            self.children[name] = self.tasks[name].next_child()
        return child

    def _worker(self) -> str:
        workers = children_of(self._living("web"))
        if workers:
            with suppress(ProcessLookupError):
                os.kill(self.random.choice(workers), signal.SIGKILL)
        return "worker"

    def _backend(self) -> str:
        """Kill one of PostgreSQL's processes; the server then closes all connections and recovers."""
        assert self.server is not None
        assert self.server.process is not None
        processes = children_of(self.server.process.pid)
        if processes:
            with suppress(ProcessLookupError):
                os.kill(self.random.choice(processes), signal.SIGKILL)
        return "backend"

    def _database(self) -> str:
        assert self.server is not None
        strike_down(self.server)
        return "database"


def strike_down(server: Server) -> None:
    """Kill PostgreSQL's main process and start it again as soon as the others have ended."""
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    end = time.monotonic() + 60
    while True:
        try:
            server.start()
            return
        except RuntimeError:  # some of its processes still use the shared memory
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def children_of(process: int | None) -> list[int]:
    """Return the child processes of a process."""
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []
