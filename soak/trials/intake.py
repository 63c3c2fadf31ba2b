"""kill -9 of the process that fetches answers from a mailbox: each message is processed once, none is lost."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import func, select

from app import audit
from app.accounts.models import Person
from app.audit.models import AuditRow
from app.database import db
from app.database.transactions import transaction
from app.mail.inbox.models import IncomingMail, MailStatus
from app.mail.outbox.models import Mail
from forums.invitations import actions
from forums.invitations.models import Answer
from forums.scheduling import session_actions
from soak.findings import Finding, contradictory, doubled, lost
from soak.instance import DATABASES
from soak.trial import Plan, Report, trial
from tests.forums.replies import programs
from tests.forums.room import room
from tests.support.imap import ImapServer, running_imap_server

SESSIONS, KILLS = 15, 20
PREFIX = (programs.google, programs.outlook, programs.apple, programs.thunderbird)
STATES = {"ACCEPTED": "attending_in_person", "DECLINED": "excused", "TENTATIVE": "tentative"}


@trial("intake", share=1)
def intake(plan: Plan) -> list[Report]:
    """The same mailbox full of answers on both databases."""
    return [_on(database, plan) for database in DATABASES]


def _on(database: str, plan: Plan) -> Report:
    began, report = time.monotonic(), Report(f"intake {database}")
    random = plan.random(f"intake {database}")
    mailbox = plan.stack.enter_context(running_imap_server())
    instance = plan.environment.instance(f"intake-{database}", database, plan.stack)
    with instance.opened():
        expected = _answer(mailbox, random)
    running = instance.start("fetch", INBOX_URL=mailbox.url)
    for _ in range(KILLS):
        child, unread = running.next_child(), mailbox.count("UNSEEN")
        end = time.monotonic() + 60
        while unread and mailbox.count("UNSEEN") >= unread and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.05))
        if not child or not mailbox.count("UNSEEN"):
            break
        running.kill(child)
        report.kills += 1
    report.findings += _end_well(mailbox)
    running.end()
    with instance.opened():
        report.findings += _compare(expected)
    report.check(instance)
    report.acts = sum(expected.values())
    report.seconds = time.monotonic() - began
    return report


def _answer(mailbox: ImapServer, random: Random) -> Counter[tuple[str, str]]:
    """Invite people to sessions and let their calendars answer; return how often each address gives each answer."""
    now = datetime.now(UTC)
    it = room()
    with transaction():
        audit.record("session.added", it.session, by=it.coordinator, at=now)
    for number in range(SESSIONS):
        starts_at = now.replace(microsecond=0) + timedelta(days=number + 2)
        with transaction():
            session = session_actions.add(it.forum, starts_at=starts_at, minutes=120, by=it.coordinator, at=now)
            actions.invite(session, by=it.coordinator, at=now)
    expected: Counter[tuple[str, str]] = Counter()
    letters = []
    for mail in db.session.scalars(select(Mail).where(Mail.calendar.is_not(None))).all():
        answer = random.choice(list(STATES))
        expected[mail.recipient, STATES[answer]] += 1
        request = programs.request_of(mail.calendar or "", mail.message_id)
        letters.append(random.choice(PREFIX)(request, answer, stamp=now))
    mailbox.put(*letters)
    return expected


def _end_well(mailbox: ImapServer) -> list[Finding]:
    """Wait until the last child has read all messages."""
    end = time.monotonic() + 120
    while left := mailbox.count("UNSEEN"):
        if time.monotonic() > end:
            return [lost(f"{left} messages were never fetched")]
        time.sleep(0.1)
    return []


def _compare(expected: Counter[tuple[str, str]]) -> list[Finding]:
    """Compare the answers with the database."""
    findings: list[Finding] = []
    there: Counter[tuple[str, str]] = Counter()
    for answer in db.session.scalars(select(Answer)):
        person = answer.person_id and db.session.get(Person, answer.person_id)
        there[person.email if person else "?", answer.answer.value] += 1
    findings += [lost(f"{who} answered {what} {times} times more") for (who, what), times in (expected - there).items()]
    findings += [contradictory(f"{who} never answered {what}") for who, what in there - expected]
    aside = db.session.scalar(select(func.count(IncomingMail.id)).where(IncomingMail.standing != MailStatus.TAKEN))
    acts = db.session.scalar(select(func.count(AuditRow.id)).where(AuditRow.action == "invitation.answered"))
    if aside:
        findings.append(contradictory(f"{aside} messages were not taken in"))
    if acts != sum(expected.values()):
        findings.append(doubled(f"{acts} acts of {sum(expected.values())} messages"))
    return findings
