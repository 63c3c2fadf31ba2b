import os
import random
import signal
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import make_msgid

import pytest

from app import audit
from app.audit.chain import verify
from app.database import db
from app.outbox.journal import PATIENCE
from app.outbox.models import Mail, MailState
from app.scheduler.models import Heartbeat
from app.transactions import transaction
from tests.factories import OrganisationFactory
from tests.support.processes import wait_until

KILLS = 20
ANSWER = 0.01
"""Seconds that the mail server takes for a message."""
UNWRITTEN = int(PATIENCE / ANSWER) + 2
"""Most messages that a process that is killed had sent and not noted yet."""


@pytest.fixture
def slow_sink(smtp_sink):
    """A mail server that takes its time, so that kills hit every step."""
    accept = smtp_sink.handle_DATA

    async def accept_slowly(server, session, envelope):
        answer = await accept(server, session, envelope)
        time.sleep(ANSWER)
        return answer

    smtp_sink.handle_DATA = accept_slowly
    return smtp_sink


def queue(number: int) -> None:
    now = datetime.now(UTC) - timedelta(minutes=1)
    with transaction():
        for n in range(number):
            db.session.add(
                Mail(
                    message_id=make_msgid(domain="selaras.example"),
                    recipient=f"p{n}@dinas.example",
                    language="id",
                    kind="invitation",
                    subject=f"Undangan {n}",
                    text="isi",
                    html="<p>isi</p>",
                    next_try_at=now,
                    created_at=now,
                )
            )


def unsent() -> int:
    db.session.rollback()
    count = db.select(db.func.count()).select_from(Mail).where(Mail.state != MailState.SENT)
    left = db.session.scalar(count)
    db.session.rollback()
    return left


def assert_each_arrived_under_one_id(sink, number: int) -> None:
    ids = defaultdict(set)
    for delivery in sink.deliveries:
        ids[delivery.recipients[0]].add(delivery.message["Message-ID"])
    assert len(ids) == number
    assert all(len(of_one) == 1 for of_one in ids.values())
    assert len(sink.deliveries) <= number + KILLS * UNWRITTEN


def test_killing_the_delivery_twenty_times_loses_and_doubles_nothing(app, slow_sink, victims):
    queue(200)
    running = victims("deliver")
    for _ in range(KILLS):
        child = running.next_child()
        seen = len(slow_sink.deliveries)
        wait_until(lambda seen=seen: len(slow_sink.deliveries) > seen + 1 or not unsent())
        time.sleep(random.uniform(0, 0.04))
        running.kill(child)
    time.sleep(1)  # the last claim expires
    while running.next_child():
        pass
    assert unsent() == 0
    assert_each_arrived_under_one_id(slow_sink, 200)


def test_killing_the_scheduler_twenty_times_loses_and_doubles_nothing(app, slow_sink, victims):
    queue(200)
    organisation = OrganisationFactory()
    with transaction():
        for number in range(500):
            audit.record("organisation.changed", organisation, by=None, at=datetime.now(UTC), number=number)
    running = victims("schedule")
    for _ in range(KILLS):
        child = running.next_child()
        time.sleep(random.uniform(0.05, 0.5))
        running.kill(child)
    wait_until(lambda: not unsent())
    child = running.next_child()
    wait_until(lambda: verify().unsealed == 0)
    os.kill(child, signal.SIGTERM)
    assert running.process.wait(20) == 0
    assert_each_arrived_under_one_id(slow_sink, 200)
    found = verify()
    assert (found.broken_at, found.head.position) == (None, 500)


def test_of_three_schedulers_one_works_and_another_follows_it(app, victims):
    journal = app.extensions["settings"].data_dir / "journal"

    def lines() -> list[str]:
        return journal.read_text().split() if journal.exists() else []

    three = [victims("schedule") for _ in range(3)]
    children = {str(one.next_child()): one for one in three}
    wait_until(lambda: len(lines()) >= 3)
    assert len(set(lines())) == 1
    leader = lines()[-1]
    wait_until(lambda: db.session.scalar(db.select(Heartbeat.leader)).endswith(f":{leader}"))
    db.session.rollback()
    os.kill(int(leader), signal.SIGTERM)
    assert children.pop(leader).process.wait(20) == 0
    wait_until(lambda: lines()[-1] != leader)
    assert lines()[-1] in children
