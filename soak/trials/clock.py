"""Clock jumps, in zones with daylight saving time: each reminder once, each session at its local time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from app import clock
from app.accounts.models import Person
from app.database import db
from app.database.transactions import transaction
from app.jobs import every_job
from app.jobs.running import try_job
from app.organisations.models import Organisation
from commitments.delivery import actions as deliveries
from commitments.registry.actions import Proposal, propose
from commitments.registry.models import Commitment
from commitments.reminders.models import Reminder, ReminderRecipient
from commitments.reminders.rules import MAILED
from forums.scheduling.models import Forum, Session
from soak.findings import Finding, contradictory, doubled, lost
from soak.instance import DATABASES, Instance
from soak.sample import Sample, build, remind_at_any_time
from soak.trial import Plan, Report, trial
from soak.trials.years import Ladder, Owed

ZONES = {
    "Asia/Jakarta": datetime(2027, 3, 1, 2, tzinfo=UTC),
    "America/New_York": datetime(2027, 3, 1, 14, tzinfo=UTC),
    "Europe/Berlin": datetime(2027, 10, 15, 8, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2027, 3, 22, 0, tzinfo=UTC),
}
"""Zones, and an instant shortly before their clocks change; those of Lord Howe Island change by half an hour."""
TICKS, COMMITMENTS = 60, 12
JUMPS = (6, -5, 72, -50, 24 * 40, -24 * 30, 0.5, -0.5)
"""Hours by which the clock of a running scheduler is shifted, one after the other."""
BEATS = 6
"""How often the job of each second must have run before the clock is set again."""
FIRST = timedelta(days=14)
"""Days before its due date on which a commitment gets its first reminder."""
PATIENCE = 90
"""Real seconds within which a scheduler must work again after its clock was shifted."""


@trial("clock", share=2)
def clocks(plan: Plan) -> list[Report]:
    """Ticks in several zones with a clock that jumps back and forth, then a real scheduler whose clock is shifted."""
    reports = []
    for number, (zone, begins) in enumerate(ZONES.items()):
        reports.append(_ticks(zone, begins, DATABASES[number % 2], plan))
    return [*reports, _process(plan)]


def _ticks(zone: str, begins: datetime, database: str, plan: Plan) -> Report:
    began, report = time.monotonic(), Report(f"clock {zone.partition('/')[2].lower()}")
    random = plan.random(zone)
    instance = plan.environment.instance(f"clock-{zone.partition('/')[2].lower()}", database, plan.stack)
    instance.app.extensions["settings"] = replace(instance.settings, timezone=zone)
    with instance.opened():
        sample = build(members=3, at=begins, zone=zone, ending=True)
        owed = dict(_commitments(instance, sample, begins, random))
        ladder = Ladder(owed, off=None)
        for at in _instants(begins, random):
            with clock.pretend(at):
                report.findings += _tick(instance)
                ladder.look(clock.today(), mail_leaves=True)
        report.findings += [*_letters(ladder), *_sessions(zone)]
    report.check(instance)
    report.acts = TICKS * len(every_job())
    report.figures["database"] = database
    report.seconds = time.monotonic() - began
    return report


def _instants(begins: datetime, random: Random) -> Iterator[datetime]:
    """Advance by hours and days, and sometimes go back as far; about fifty days in total."""
    at = begins
    for number in range(TICKS):
        yield at
        back = number % 4 == 3
        at += timedelta(hours=-random.choice((1, 2, 5, 30)) if back else random.choice((0.5, 7, 23, 24, 25, 49)))


def _tick(instance: Instance) -> list[Finding]:
    failed = [(one.name, error) for one in every_job() if (error := try_job(instance.app, one))]
    return [contradictory(f"job {name} failed at {clock.utc_now()}: {error!r}") for name, error in failed]


def _commitments(instance: Instance, sample: Sample, begins: datetime, random: Random) -> Iterator[tuple[str, Owed]]:
    circle = db.session.scalars(select(Forum).where(Forum.slug == sample.forum)).one().circle
    remind_at_any_time(circle)
    owner, verifier = sample.members[:2]
    with instance.app.test_request_context():
        for number in range(COMMITMENTS):
            due = begins.date() + timedelta(days=random.randint(2, 45))
            with transaction():
                proposal = Proposal(
                    circle=circle,
                    title=f"Janji {number}",
                    criteria="Berkas terbuka",
                    responsible=db.session.get_one(Organisation, UUID(owner.organisation)),
                    responsible_person=None,
                    verifier=db.session.get_one(Organisation, UUID(verifier.organisation)),
                    due=due,
                )
                by = db.session.get_one(Person, UUID(owner.person))
                commitment = propose(proposal, by=by, at=begins - timedelta(days=1))
                deliveries.accept(commitment, by=by, at=begins - timedelta(hours=23))
                code = commitment.code
            yield code, Owed(due, owner.email, (), linked=begins.date())


def _letters(ladder: Ladder) -> Iterator[Finding]:
    """Each step that was reached was taken once, and is in one mail, on either side of a jump.

    T+7 has no recipient in these data.
    """
    taken, mailed = set(), set()
    rows = select(Commitment.code, Reminder.due, Reminder.step, Reminder.silent).join(Reminder)
    for code, due, step, silent in db.session.execute(rows):
        taken.add((code, due, step.value))
        mailed |= {(code, due, step.value)} if not silent and step in MAILED else set()
    for expected, there in ((ladder.taken, taken), (ladder.mailed, mailed)):
        yield from (lost(f"{step} was never taken") for step in expected - there)
        yield from (contradictory(f"{step} was taken without cause") for step in there - expected)
    written = select(Reminder.commitment_id, Reminder.due, Reminder.step, func.count(ReminderRecipient.mail_key))
    written = written.join(ReminderRecipient).group_by(Reminder.commitment_id, Reminder.due, Reminder.step)
    for _id, due, step, number in db.session.execute(written):
        if number > 1:
            yield doubled(f"{step} of {due} is in {number} mails")


def _sessions(zone: str) -> Iterator[Finding]:
    """Every session of the series begins at nine in its zone, in summer and winter."""
    sessions = db.session.scalars(select(Session).where(Session.series_id.is_not(None))).all()
    if len(sessions) < 40:
        yield lost(f"a year of weeks has {len(sessions)} sessions")
    offsets = set()
    for session in sessions:
        local = session.slot.astimezone(ZoneInfo(zone)) if session.slot else None
        if local is None or (local.hour, local.minute) != (9, 0):
            yield contradictory(f"a session begins at {local}")
        else:
            offsets.add(local.utcoffset())
    if zone != "Asia/Jakarta" and len(offsets) < 2:
        yield contradictory(f"in {zone} the clock was never put forward")


def _process(plan: Plan) -> Report:
    """Shift the clock of a real scheduler forward and back; its jobs must continue within seconds."""
    began, report = time.monotonic(), Report("clock scheduler")
    instance = plan.environment.instance("clock-scheduler", "sqlite", plan.stack)
    with instance.opened():
        now = datetime.now(UTC)
        owed = dict(_commitments(instance, build(members=3), now, plan.random("clock")))
    running = instance.start("travel")
    running.next_child()
    offset, book = instance.settings.data_dir / "offset", instance.settings.data_dir / "journal"
    hours, longest, reminded = 0.0, 0.0, set[str]()
    for number in count():
        waited = _wait_for_work(book)
        if waited is None:
            report.findings.append(lost(f"no job ran for {PATIENCE} s at {hours} hours from now"))
            break
        longest = max(longest, waited) if number else 0.0
        expected = {code for code, one in owed.items() if one.due <= (now + timedelta(hours=hours)).date() + FIRST}
        reminded = _wait_for_reminders(instance, expected)
        report.findings += [lost(f"{code} was not reminded of {hours} hours from now") for code in expected - reminded]
        if number == len(JUMPS):
            break
        hours += JUMPS[number]
        offset.write_text(str(hours * 3600))
    running.end()
    report.check(instance)
    report.acts = len(reminded)
    report.figures |= {"jumps": len(JUMPS), "longest until its jobs went on": f"{longest:.1f} s"}
    report.seconds = time.monotonic() - began
    return report


def _wait_for_reminders(instance: Instance, expected: set[str]) -> set[str]:
    """Return the codes of the commitments that have a reminder, once the given ones have one or time is up."""
    began = time.monotonic()
    while True:
        with instance.opened():
            found = set(db.session.scalars(select(Commitment.code).join(Reminder)))
        if found >= expected or time.monotonic() - began > PATIENCE:
            return found
        time.sleep(0.1)


def _wait_for_work(book: Path) -> float | None:
    """Return after how many seconds the job of each second has run a few times more; None if it did not."""
    began, seen = time.monotonic(), _lines(book)
    while _lines(book) < seen + BEATS:
        if time.monotonic() - began > PATIENCE + BEATS:
            return None
        time.sleep(0.1)
    return time.monotonic() - began


def _lines(book: Path) -> int:
    try:
        return len(book.read_text().split())
    except FileNotFoundError:
        return 0
