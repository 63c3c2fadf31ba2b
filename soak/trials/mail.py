"""A mail server that stalls, refuses, drops and hangs up: no mail is lost, and pages stay quick."""

from __future__ import annotations

import time
from asyncio import BaseTransport, Protocol, Transport
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from statistics import median
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from sqlalchemy import select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.mail.outbox import actions
from app.mail.outbox.models import Mail, MailState
from soak.facts import facts, values
from soak.findings import Finding, contradictory, lost
from soak.instance import Instance
from soak.invariants.mails import arrivals
from soak.notices import notices
from soak.sample import build
from soak.scenarios import ALL_SCENARIOS, KINDS
from soak.trial import Plan, Report, trial
from soak.trials.kills import close_rest, deliver_rest
from soak.workload import Workload
from tests.support.mail import Delivery
from tests.support.postgresql import free_port

MANNERS = ("stalls", "451 Try later", "550 No such person", "drops", "hangs up", "452 Full", "554 Never")
TIMEOUT = 1
"""The mail timeout of the instance in seconds."""
SLOWER = 4
"""How many times longer pages may take while the server misbehaves: they do not use it, but share the CPU."""


class Postbox:
    """The received mails, and the behaviour of the server: "well" or one of `MANNERS`."""

    def __init__(self, random: Random) -> None:
        self.manner, self.random = "well", random
        self.deliveries: list[Delivery] = []
        self.seen: Counter[str] = Counter()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        """Refuse a recipient, temporarily or permanently, if that is the behaviour."""
        if self.manner[0].isdigit() and self.random.random() < 0.5:
            self.seen[self.manner] += 1
            return self.manner
        envelope.rcpt_tos.append(address)
        return "250 Fine"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Accept a mail, refuse it, or accept it without a response."""
        if self.manner[0].isdigit():
            self.seen[self.manner] += 1
            return self.manner
        if self.manner == "stalls":
            self.seen[self.manner] += 1
            time.sleep(TIMEOUT * 1.5)
        self.deliveries.append(Delivery(list(envelope.rcpt_tos), envelope.original_content))
        if self.manner == "drops":
            self.seen[self.manner] += 1
            server.transport.abort()
        return "250 Accepted"


class HangingUp(Protocol):
    """Closes each connection before the greeting."""

    def connection_made(self, transport: BaseTransport) -> None:
        """Close the connection."""
        cast(Transport, transport).abort()


class Post(Controller):
    """The server, in its own thread."""

    def factory(self) -> Protocol:
        """Return the protocol of one connection."""
        if self.handler.manner != "hangs up":
            return SMTP(self.handler, **self.SMTP_kwargs)
        self.handler.seen["hangs up"] += 1
        return HangingUp()


@contextmanager
def running(box: Postbox) -> Iterator[str]:
    """Run the server within the block; yields its address."""
    port = free_port()
    post = Post(box, hostname="127.0.0.1", port=port)
    post.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        post.stop()


@trial("mail", share=2)
def mail(plan: Plan) -> list[Report]:
    """Run on SQLite, where a long transaction around a slow server would block all users."""
    began, report = time.monotonic(), Report("mail sqlite")
    box = Postbox(plan.random("mail"))
    url = plan.stack.enter_context(running(box))
    instance = plan.environment.instance("mail", "sqlite", plan.stack, mail_url=url)
    with instance.opened():
        sample = build(under_way=True, ending=True)
    port = free_port()
    instance.start("serve", PORT=str(port)).next_child()
    jobs = instance.start("jobs", MAIL_TIMEOUT=str(TIMEOUT), HASTE="1")
    jobs.next_child()
    workload = Workload([port], sample, ALL_SCENARIOS, plan.seed)
    workload.start()
    workload.wait_for_kinds(KINDS)
    paces = {manner: _pace(workload, box, manner, plan) for manner in ("well", *MANNERS)}
    box.manner = "well"
    workload.end()
    jobs.end()
    with instance.opened():
        close_rest(instance)
        deliver_rest()
        db.session.rollback()
        report.findings += [*workload.journal.compare(facts(), values()), *notices(workload.journal)]
        report.findings += [*_dead_ones_are_seen(instance, box), *arrivals(box.deliveries)]
    report.findings += _nobody_waited(paces)
    report.check(instance)
    report.acts = workload.accepted
    ids = Counter(str(delivery.message["Message-ID"]) for delivery in box.deliveries)
    report.figures |= {"mails": len(ids), "repeated": ids.total() - len(ids), **box.seen}
    report.seconds = time.monotonic() - began
    return [report]


def _pace(workload: Workload, box: Postbox, manner: str, plan: Plan) -> list[float]:
    """Run the workload while the server behaves in one manner, until that occurred; return the seconds between acts."""
    box.manner = manner
    paces, before = [], box.seen[manner]
    end = time.monotonic() + min(45, plan.seconds / 6)
    while time.monotonic() < end and (len(paces) < 15 or box.seen[manner] - before < (manner != "well") * 2):
        began = time.monotonic()
        if not workload.wait_for(4):
            break
        paces.append((time.monotonic() - began) / 4)
    return paces


def _nobody_waited(paces: dict[str, list[float]]) -> Iterator[Finding]:
    """Compare the pace of the workload with its pace beside a well-behaved server."""
    usual = median(paces.pop("well"))
    for manner, pace in paces.items():
        taken = median(pace or [60])
        if taken > SLOWER * usual + 0.05:
            yield contradictory(f"people waited while the server “{manner}”: {taken:.3f} s an act, else {usual:.3f} s")


def _dead_ones_are_seen(instance: Instance, box: Postbox) -> Iterator[Finding]:
    """Permanently refused mails are listed with their reason, and are sent when an administrator retries them."""
    dead = db.session.scalars(select(Mail.recipient).where(Mail.state == MailState.DEAD)).all()
    listed = instance.command("outbox", "list", "--state", "dead").stdout
    if refused := box.seen["550 No such person"] + box.seen["554 Never"]:
        if not dead:
            yield lost(f"{refused} refusals for good left no dead message")
        if len(listed.splitlines()) != len(dead) or "55" not in listed:
            yield lost(f"{len(dead)} dead messages, listed are: {listed}")
    with transaction():
        actions.retry_all(by=db.session.scalars(select(Person).limit(1)).one(), at=utc_now())
    deliver_rest()
    db.session.rollback()
    yield from (
        lost(f"{one} is {state.value} after all is well")
        for one, state in db.session.execute(select(Mail.message_id, Mail.state).where(Mail.state != MailState.SENT))
    )
