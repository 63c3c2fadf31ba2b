"""kill -9 of mail delivery and of a busy scheduler: each mail keeps one Message-ID, and the audit chain is intact."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import make_msgid

from sqlalchemy import func, select

from app import audit
from app.audit.chain import verify
from app.database import db
from app.database.transactions import transaction
from app.mail.outbox.models import Mail, MailState
from soak.findings import Finding, lost
from soak.instance import DATABASES, Instance
from soak.invariants.mails import arrivals
from soak.trial import Plan, Report, trial
from tests.factories import OrganisationFactory
from tests.support.mail import Sink, running_sink

MAILS, ROWS, KILLS = 200, 500, 20
SLOWNESS = 0.01
"""Seconds that the server needs for a mail, so that kills hit every step of its delivery."""


@trial("delivery", share=1)
def delivery(plan: Plan) -> list[Report]:
    """Kill `outbox deliver`, then the scheduler, on both databases."""
    return [_on(database, task, plan) for database in DATABASES for task in ("deliver", "schedule")]


def _on(database: str, task: str, plan: Plan) -> Report:
    began, report = time.monotonic(), Report(f"{task} {database}")
    random = plan.random(f"{task} {database}")
    sink = plan.stack.enter_context(running_sink())
    _slow_down(sink)
    instance = plan.environment.instance(f"{task}-{database}", database, plan.stack, mail_url=sink.url)
    with instance.opened():
        _fill()
    running = instance.start(task)
    for _ in range(KILLS):
        child, seen = running.next_child(), len(sink.deliveries)
        end = time.monotonic() + 60
        while len(sink.deliveries) <= seen + 1 and _unsent(instance) and time.monotonic() < end:
            time.sleep(0.02)
        time.sleep(random.uniform(0, 0.04 if task == "deliver" else 0.3))
        if child:
            running.kill(child)
            report.kills += 1
    report.findings += _end_well(instance)
    running.end()
    with instance.opened():
        report.findings += arrivals(sink.deliveries)
    report.check(instance)
    report.acts = len({delivery.message["Message-ID"] for delivery in sink.deliveries})
    report.figures["repeated"] = len(sink.deliveries) - report.acts
    report.seconds = time.monotonic() - began
    return report


def _slow_down(sink: Sink) -> None:
    accept = sink.handle_DATA

    async def accept_slowly(server: object, session: object, envelope: object) -> str:
        time.sleep(SLOWNESS)
        return await accept(server, session, envelope)

    sink.handle_DATA = accept_slowly  # type: ignore[method-assign]


def _fill() -> None:
    """Add waiting mails and unsealed audit rows."""
    now, organisation = datetime.now(UTC) - timedelta(minutes=1), OrganisationFactory()
    with transaction():
        for number in range(MAILS):
            mail = Mail(
                message_id=make_msgid(domain="selaras.example"),
                recipient=f"p{number}@dinas.example",
                language="id",
                kind="invitation",
                subject=f"Undangan {number}",
                text="isi",
                html="<p>isi</p>",
                next_try_at=now,
                created_at=now,
            )
            db.session.add(mail)
        for number in range(ROWS):
            audit.record("organisation.changed", organisation, by=None, at=now, number=number)


def _unsent(instance: Instance) -> int:
    with instance.opened():
        return db.session.scalar(select(func.count()).select_from(Mail).where(Mail.state != MailState.SENT)) or 0


def _end_well(instance: Instance) -> list[Finding]:
    """Wait until the last child has sent all mails."""
    end = time.monotonic() + 120
    while left := _unsent(instance):
        if time.monotonic() > end:
            return [lost(f"{left} messages never left")]
        time.sleep(0.1)
    with instance.opened():
        rows = verify()
    return [] if rows.broken_at is None else [lost(f"the chain breaks at {rows.broken_at}")]
