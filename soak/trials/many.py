"""Three schedulers and four web servers on one PostgreSQL: each job runs once, even if its leader dies."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from app.accounts.models import Person
from app.database import db
from app.database.transactions import transaction
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation
from commitments.delivery import actions as deliveries
from commitments.registry.actions import Proposal, propose
from commitments.registry.models import Commitment
from commitments.reminders.models import Reminder, ReminderRecipient
from forums.invitations.models import Invitation
from forums.scheduling.horizon import horizon, proposals, recurrence_of
from forums.scheduling.models import AWAITS_CONFIRMATION, Forum, Series, Session
from soak.facts import facts, values
from soak.findings import Finding, contradictory, doubled, lost
from soak.instance import Instance
from soak.invariants.mails import arrivals
from soak.notices import notices
from soak.sample import Sample, build, remind_at_any_time
from soak.scenarios import ALL_SCENARIOS, KINDS
from soak.trial import Plan, Report, trial
from soak.trials.kills import close_rest, deliver_rest
from soak.workload import Workload
from tests.support.mail import running_sink
from tests.support.postgresql import free_port
from tests.support.processes import Victims

SCHEDULERS, WEBS = 3, 4
DEATHS = 6
"""How many leaders are killed, one after the other."""
DUE = {"T-14": 10, "T-3": 2, "T+1": -3, "T+7": -20}
"""Days from today to the due date of a commitment whose reminder is of this step."""


@trial("many", share=2)
def many(plan: Plan) -> list[Report]:
    """Run on PostgreSQL, the database that several machines can share."""
    began, report = time.monotonic(), Report("many postgresql")
    sink = plan.stack.enter_context(running_sink())
    instance = plan.environment.instance("many", "postgresql", plan.stack, mail_url=sink.url)
    with instance.opened():
        sample = build(under_way=True, ending=True)
        due = _commitments(sample)
    ports = [free_port() for _ in range(WEBS)]
    for port in ports:
        instance.start("serve", PORT=str(port), WORKERS="1").next_child()
    workload = Workload(ports, sample, ALL_SCENARIOS, plan.seed, mailbox=sink)
    with instance.opened():
        workload.journal.done |= set(facts())
    workload.start()
    workload.wait_for_kinds(KINDS)
    leaders = Leaders(instance, report)
    while report.kills < DEATHS and not (plan.is_over and report.kills >= 2):
        workload.wait_for(10)
        leaders.lose_one()
    leaders.do_their_work()
    workload.end()
    leaders.end()
    with instance.opened():
        close_rest(instance)
        deliver_rest()
        db.session.rollback()
        report.findings += [
            *workload.journal.compare(facts(), values()),
            *notices(workload.journal),
            *arrivals(sink.deliveries),
            *_reminders(due),
            *_sessions(),
            *leaders.check(),
        ]
    report.check(instance)
    report.acts = workload.accepted
    report.figures |= {"longest without a leader": f"{max(leaders.gaps):.1f} s", "mails": len(sink.deliveries)}
    report.seconds = time.monotonic() - began
    return [report]


class Leaders:
    """Schedulers, one of which leads: every second the leader writes its process id to a journal."""

    def __init__(self, instance: Instance, report: Report) -> None:
        self.report = report
        self.journal: Path = instance.settings.data_dir / "journal"
        self.tasks: list[Victims] = [instance.start("jobs") for _ in range(SCHEDULERS)]
        self.children = {part.next_child(): part for part in self.tasks}
        self.gaps: list[float] = [0]
        self._wait_for_another("")

    def lose_one(self) -> None:
        """Kill the leader, or sometimes stop it; another scheduler must take over."""
        leader = self._lines()[-1]
        part = self.children.pop(int(leader))
        if self.report.kills % 3 == 2:
            os.kill(int(leader), signal.SIGTERM)  # it exits with 0, so its parent ends too
            self.tasks.remove(part)
        else:
            part.kill(int(leader))
            self.children[part.next_child()] = part
        self.report.kills += 1
        self._wait_for_another(leader)

    def do_their_work(self) -> None:
        """Wait until the current leader has run every job: it starts with all of them."""
        seen = len(self._lines())
        end = time.monotonic() + 60
        while len(self._lines()) < seen + 8 and time.monotonic() < end:
            time.sleep(0.1)

    def end(self) -> None:
        """End all of them."""
        for part in self.tasks:
            with suppress(ProcessLookupError):
                part.end()

    def check(self) -> list[Finding]:
        """No former leader writes once another one has begun to."""
        turns: list[str] = []
        for line in self._lines():
            if not turns or turns[-1] != line:
                turns.append(line)
        return [contradictory(f"{who} led {number} times") for who, number in Counter(turns).items() if number > 1]

    def _lines(self) -> list[str]:
        return self.journal.read_text().split() if self.journal.exists() else []

    def _wait_for_another(self, earlier: str) -> None:
        began = time.monotonic()
        while not self._lines() or self._lines()[-1] == earlier:
            if time.monotonic() - began > 60:
                self.report.findings.append(lost(f"nobody took the lead after {earlier or 'the start'}"))
                return
            time.sleep(0.05)
        if earlier:
            self.gaps.append(time.monotonic() - began)


def _commitments(sample: Sample) -> dict[str, list[str]]:
    """Create commitments for which a reminder of each step is due now; return their codes by step."""
    today = datetime.now(UTC).date()
    circle = db.session.scalars(select(Forum).where(Forum.slug == sample.forum)).one().circle
    remind_at_any_time(circle)
    owner, verifier = sample.members[:2]
    made: dict[str, list[str]] = {}
    for step, days in DUE.items():
        for number in range(10):
            with transaction():
                past = datetime.now(UTC) - timedelta(days=60)
                proposal = Proposal(
                    circle=circle,
                    title=f"Janji lama {step} {number}",
                    criteria="Berkas terbuka",
                    responsible=db.session.get_one(Organisation, UUID(owner.organisation)),
                    responsible_person=None,
                    verifier=db.session.get_one(Organisation, UUID(verifier.organisation)),
                    due=today + timedelta(days=days),
                )
                by = db.session.get_one(Person, UUID(owner.person))
                commitment = propose(proposal, by=by, at=past)
                deliveries.accept(commitment, by=by, at=past + timedelta(seconds=1))
                made.setdefault(step, []).append(commitment.code)
    return made


def _reminders(due: dict[str, list[str]]) -> list[Finding]:
    """Each commitment has its reminder step, and is in one mail if there is a recipient."""
    found: list[Finding] = []
    for step, codes in due.items():
        for code in codes:
            commitment = db.session.scalars(select(Commitment).where(Commitment.code == code)).one()
            taken = db.session.scalars(select(Reminder.step).where(Reminder.commitment_id == commitment.id)).all()
            reminded = db.session.scalar(
                select(func.count())
                .select_from(ReminderRecipient)
                .join(Reminder, Reminder.id == ReminderRecipient.reminder_id)
                .join(Mail, Mail.key == ReminderRecipient.mail_key)
                .where(Reminder.commitment_id == commitment.id)
            )
            expected = 0 if step == "T+7" else 1  # its organisation has neither head nor secretariat
            if step not in {one.value for one in taken}:
                found.append(lost(f"{code} was not reminded of at {step}"))
            if reminded != expected:
                found.append((doubled if reminded > expected else lost)(f"{code} has {reminded} reminders at {step}"))
    return found


def _sessions() -> list[Finding]:
    """Every slot of the rule has its session, and everyone is invited to the sessions of the coming days."""
    found: list[Finding] = []
    now = datetime.now(UTC)
    for series in db.session.scalars(select(Series)):
        slots = proposals(
            recurrence_of(series),
            since=None,
            before=min(horizon(now) - timedelta(days=1), series.made_until or now),
            holiday_rule=series.forum.holiday_rule,
        )
        there = set(db.session.scalars(select(Session.slot).where(Session.series_id == series.id)))
        found += [lost(f"no session on {one.slot}") for one in slots if one.slot not in there]
        if series.made_until is None:
            found.append(lost(f"no session was ever made of {series.uid}"))
    invited = select(Invitation.session_id, Invitation.person_id, func.count()).group_by(
        Invitation.session_id, Invitation.person_id
    )
    found += [doubled(f"{row} is invited twice") for row in db.session.execute(invited.having(func.count() > 1))]
    ahead = select(Session.id).where(Session.series_id.is_not(None), Session.invited_at.is_(None), ~AWAITS_CONFIRMATION)
    near = ahead.where(
        Session.starts_at < now + timedelta(days=13), Session.starts_at > now, Session.state == "planned"
    )
    return found + [lost(f"nobody was invited to {one}") for one in db.session.scalars(near)]
