"""Two years of reminders, day by day, with outages of the scheduler and of mail, compared with a small model.

The model is independent of the reminder code. It looks at the commitments on each day on which the scheduler ran, knows
on which days mail leaves, and tells which steps must be taken and which letters leave, on which day and to whom.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from holidays import country_holidays
from sqlalchemy import select

from app import clock
from app.accounts.models import Person
from app.database import db
from app.database.transactions import transaction
from app.jobs import every_job
from app.jobs.running import try_job
from app.mail.outbox import delivery
from app.mail.outbox.models import Mail, MailState
from app.mail.outbox.transport import Unreachable
from app.organisations.models import Contact, ContactRole, Organisation
from commitments.delivery import actions as deliveries
from commitments.delivery.actions import Report
from commitments.extensions import actions as extensions
from commitments.registry.actions import Proposal, propose
from commitments.registry.models import Commitment
from commitments.reminders import actions as reminders
from commitments.reminders.models import Reminder, ReminderRecipient
from commitments.verification import actions as verification
from forums.scheduling.models import Forum
from soak.findings import Finding, contradictory, doubled, lost
from soak.instance import DATABASES, Instance
from soak.sample import Member, Sample, build
from soak.trial import Plan, trial
from soak.trial import Report as Outcome
from tests.factories import PersonFactory

DAYS = 730
COMMITMENTS = {"sqlite": 60, "postgresql": 25}
MANY = 5_000
"""Commitments of a long run, of ten times as many organisations."""
MOST_ACTS = 20
"""Maximum number of commitments with which something happens on a day."""
FIRST = date(2027, 1, 4)
MORNING = timedelta(hours=-1)
"""06.00 in Jakarta, from midnight UTC."""
OPEN = timedelta(minutes=90)
"""From the morning to a moment at which mails may leave."""
LINKS_WORK = timedelta(days=30)
"""A mailbox gets no link: an owner without one that works gets the reminder to the head too."""
STEPS = {"T-14": -14, "T-3": -3, "T+1": 1, "T+7": 7, "T+14": 14, "T+30": 30}
A_DAY = timedelta(days=1)
MAILED = ("T-14", "T-3", "T+1", "T+7")

Letter = tuple[str, date, str, str]
"""What a reminder mail says of one commitment: its code, its due date, the step; and the recipient."""


@dataclass
class Owed:
    """One commitment of the model. `linked` is the last day on which the owner got a link by another mail."""

    due: date
    focal: str
    above: tuple[str, ...]
    linked: date
    open: bool = True
    snoozes: dict[date, date] = field(default_factory=dict)
    """The last day of the snooze by the due date."""

    def is_current(self, due: date) -> bool:
        """Whether it is still owed by this date."""
        return self.open and self.due == due


@dataclass
class Ladder:
    """What the reminders of all commitments must do: which steps are taken, and which letters leave on which day."""

    owed: dict[str, Owed]
    off: set[date] | None
    """Days off; None if the circle takes its steps on every day."""
    taken: set[tuple[str, date, str]] = field(default_factory=set)
    waiting: dict[str, list[Letter]] = field(default_factory=dict)
    mailed: set[tuple[str, date, str]] = field(default_factory=set)
    """The steps that are mailed, not replaced by later ones that are taken with them."""
    left: dict[Letter, date] = field(default_factory=dict)
    written: dict[tuple[str, str], date] = field(default_factory=dict)
    """The last day on which a letter with a link was written, by code and recipient."""

    def look(self, today: date, *, mail_leaves: bool) -> None:
        """Let the scheduler run today."""
        if self.off is None or (today.weekday() < 5 and today not in self.off):
            new: dict[str, list[Letter]] = {}
            for code, one in self.owed.items():
                for letter in self._letters(code, one, today):
                    new.setdefault(letter[3], []).append(letter)
            for to, letters in new.items():
                self._write(to, letters, today)
        if mail_leaves:
            self.leave(today)

    def leave(self, today: date) -> None:
        """Let all mail leave."""
        self.left |= {letter: today for letters in self.waiting.values() for letter in letters}
        self.waiting.clear()

    def _letters(self, code: str, one: Owed, today: date) -> Iterator[Letter]:
        """Take the steps that are reached, and yield the letters about the last of those that are mailed."""
        if not one.open or one.snoozes.get(one.due, date.min) >= today:
            return
        age = (today - one.due).days
        new = [step for step, days in STEPS.items() if days <= age and (code, one.due, step) not in self.taken]
        self.taken |= {(code, one.due, step) for step in new}
        mailed = [step for step in new if step in MAILED]
        self.mailed |= {(code, one.due, step) for step in mailed[-1:]}
        if mailed and mailed[-1] == "T+7":
            links_end = max(self.written.get((code, one.focal), date.min), one.linked + A_DAY)
            lacks_link = today >= links_end + LINKS_WORK
            yield from ((code, one.due, "T+7", to) for to in (*one.above, *([one.focal] if lacks_link else [])))
        elif mailed:
            yield code, one.due, mailed[-1], one.focal

    def _write(self, to: str, letters: list[Letter], today: date) -> None:
        """Write the mail of today; it replaces one that is still waiting, and says the latest of each commitment."""
        latest: dict[str, Letter] = {}
        for letter in (*self.waiting.get(to, ()), *letters):
            code, due = letter[:2]
            if self.owed[code].is_current(due):
                latest[code] = letter
                self.written[code, to] = today
        self.waiting[to] = list(latest.values())


class Postman:
    """A mail transport that fails during outages, and records on which day a mail was sent."""

    def __init__(self) -> None:
        self.is_away = False
        self.left: list[tuple[str, date]] = []

    def send(self, _message: bytes, mail: Any) -> None:
        """Send a mail. Raises Unreachable during an outage."""
        if self.is_away:
            raise Unreachable("mail.example: ConnectionRefusedError")
        self.left.append((mail.message_id, clock.today()))

    def close(self) -> None:
        """Do nothing: there is no connection."""

    @contextmanager
    def opened(self, _settings: object) -> Iterator[Postman]:
        """Replace the transport of the settings."""
        yield self


@trial("years", share=2)
def years(plan: Plan) -> list[Outcome]:
    """Run on both databases, with different random data."""
    return [_on(database, plan) for database in DATABASES]


def _on(database: str, plan: Plan) -> Outcome:
    began, random = time.monotonic(), plan.random(f"years on {database}")
    outcome = Outcome(f"years {database}")
    instance = plan.environment.instance(f"years-{database}", database, plan.stack)
    postman, way_out = Postman(), delivery.open_transport
    delivery.open_transport = postman.opened  # type: ignore[assignment]
    try:
        with instance.opened():
            number = MANY if plan.is_long else COMMITMENTS[database]
            _live(instance, random, postman, outcome, number, members=40 if plan.is_long else 4)
    finally:
        delivery.open_transport = way_out
    outcome.check(instance)
    outcome.seconds = time.monotonic() - began
    return outcome


def _live(
    instance: Instance, random: Random, postman: Postman, outcome: Outcome, commitments: int, *, members: int
) -> None:
    sample = build(members=members, at=_at(FIRST), series=False)
    with instance.app.test_request_context():
        owed = dict(_commitments(sample, random, commitments))
        db.session.rollback()
    ladder = Ladder(owed, _days_off())
    quiet, shut = _outages(random), _outages(random)
    ran = 0
    for number in range(DAYS):
        today = FIRST + timedelta(days=number)
        with clock.pretend(_at(today)), instance.app.test_request_context():
            if number not in quiet:
                postman.is_away = number in shut
                _tick(instance, outcome)
                ran += 1
                ladder.look(today, mail_leaves=not postman.is_away)
        with clock.pretend(_at(today) + timedelta(hours=4)), instance.app.test_request_context():
            outcome.acts += _something_happens(sample, owed, today, random)
    postman.is_away = False
    last = FIRST + timedelta(days=DAYS + 1)
    ladder.leave(last)
    with clock.pretend(_at(last) + OPEN):
        delivery.deliver()
    outcome.figures |= {"days": DAYS, "ticks": ran, "without mail": len(shut), "sent": len(postman.left)}
    outcome.findings += [*_steps(ladder), *_letters(ladder, postman)]


def _days_off() -> set[date]:
    """Return the holidays and joint leave of these years, as the calendar of the country has them."""
    years = range(FIRST.year, FIRST.year + 4)
    return set(country_holidays("ID", years=years, categories=("public", "government")))


def _at(day: date) -> datetime:
    """Return the morning of a day in Jakarta as an instant."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + MORNING


def _outages(random: Random) -> set[int]:
    """Return the days of outages of one day to two months, one of them of at least 40 days."""
    days: set[int] = set()
    begins = random.randint(60, DAYS - 100)
    days |= set(range(begins, begins + random.randint(40, 60)))
    for _ in range(14):
        begins = random.randrange(DAYS)
        days |= set(range(begins, begins + random.choice((1, 1, 2, 3, 5, 9, 16, 30))))
    return days & set(range(DAYS))


def _tick(instance: Instance, outcome: Outcome) -> None:
    jobs = {scheduled.name: scheduled for scheduled in every_job()}
    for name, later in (("reminders", timedelta(0)), ("nudges", timedelta(0)), ("outbox", OPEN)):
        with clock.pretend(clock.utc_now() + later):
            if error := try_job(instance.app, jobs[name]):
                outcome.findings.append(contradictory(f"{name} failed: {error!r}"))


def _commitments(sample: Sample, random: Random, number: int) -> Iterator[tuple[str, Owed]]:
    """Create accepted commitments, due within the two years or shortly after."""
    circle = db.session.scalars(select(Forum).where(Forum.slug == sample.forum)).one().circle
    above = {one.organisation: _somebody_above(one) for one in sample.members}
    for place in range(number):
        owner, verifier = random.sample(sample.members, 2)
        due = FIRST + timedelta(days=random.randint(1, DAYS + 20))
        with transaction(), clock.pretend(_at(FIRST) - timedelta(hours=3)):
            proposal = Proposal(
                circle=circle,
                title=f"Janji {place}",
                criteria="Berkas terbuka",
                responsible=db.session.get_one(Organisation, UUID(owner.organisation)),
                responsible_person=None,
                verifier=db.session.get_one(Organisation, UUID(verifier.organisation)),
                due=due,
            )
            commitment = propose(proposal, by=_person(sample.coordinator), at=clock.utc_now())
            deliveries.accept(commitment, by=_person(owner.email), at=clock.utc_now() + timedelta(seconds=1))
            code = commitment.code
        yield code, Owed(due, owner.email, above[owner.organisation], linked=FIRST - timedelta(days=1))


def _somebody_above(member: Member) -> tuple[str, ...]:
    """Add a head and a secretariat to an organisation; return their addresses."""
    organisation = db.session.get_one(Organisation, UUID(member.organisation))
    head = PersonFactory(name="Kepala", organisation=organisation, email=f"kepala.{member.email}")
    with transaction():
        organisation.secretariat_email = f"sekretariat.{member.email}"
        db.session.add(Contact(organisation=organisation, role=ContactRole.HEAD, person=head))
    return f"kepala.{member.email}", f"sekretariat.{member.email}"


def _person(email: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def _something_happens(sample: Sample, owed: dict[str, Owed], today: date, random: Random) -> int:
    """Submit, return, confirm or extend some commitments after the morning's tick; return how many."""
    acts = 0
    for code in random.sample(sorted(owed), min(MOST_ACTS, max(1, len(owed) // 40))):
        one = owed[code]
        commitment = db.session.scalars(select(Commitment).where(Commitment.code == code)).one()
        by, checking = _focal(sample, commitment.responsible_id), _focal(sample, commitment.verifier_id)
        at, luck = clock.utc_now(), random.random()
        with transaction():
            if one.open and luck < 0.3:
                request_until_answered = extensions.ask(
                    commitment,
                    due=max(today, one.due) + timedelta(days=random.randint(1, 90)),
                    reason="Anggaran",
                    by=by,
                    at=at,
                )
                extensions.approve(request_until_answered, by=checking, at=at + timedelta(seconds=1))
                one.due, one.linked = commitment.current_due, today
            elif one.open and luck < 0.4 and one.due not in one.snoozes:
                until = one.snoozes[one.due] = today + timedelta(days=random.randint(0, 14))
                reminders.snooze(commitment, until=until, reason="Libur", by=by, at=at)
            elif one.open and luck < 0.6:
                details = Report(progress=100, text="Hasil", links=["https://ic.example/hasil"])
                deliveries.submit(commitment, details, by=by, at=at)
                one.open = False
            elif commitment.delivery.value == "submitted":
                if luck < 0.6:
                    verification.send_back(commitment, by=checking, at=at, reason="Belum lengkap")
                    one.open, one.linked = True, today
                else:
                    verification.confirm(commitment, by=checking, at=at)
            else:
                continue
        acts += 1
    return acts


def _focal(sample: Sample, organisation_id: object) -> Person:
    return _person(next(one.email for one in sample.members if one.organisation == str(organisation_id)))


def _steps(ladder: Ladder) -> Iterator[Finding]:
    """Compare the steps that count as taken."""
    rows = select(Commitment.code, Reminder.due, Reminder.step)
    rows = rows.join(Commitment, Commitment.id == Reminder.commitment_id)
    there = {(code, due, step.value) for code, due, step in db.session.execute(rows)}
    yield from (lost(f"step {one} was reached and not taken") for one in ladder.taken - there)
    yield from (contradictory(f"step {one} was taken and not reached") for one in there - ladder.taken)


def _letters(ladder: Ladder, postman: Postman) -> Iterator[Finding]:
    """Compare what was written to whom, and the days on which it left."""
    left = dict(postman.left)
    if len(left) != len(postman.left):
        yield doubled(f"{len(postman.left) - len(left)} messages left twice")
    waiting = db.session.scalars(select(Mail.message_id).where(Mail.state != MailState.SENT)).all()
    yield from (lost(f"{message_id} never left") for message_id in waiting)
    there: dict[Letter, date] = {}
    days: set[tuple[str, date]] = set()
    query = (
        select(Commitment.code, Reminder.due, Reminder.step, Mail.recipient, Mail.message_id)
        .join(Reminder, Reminder.commitment_id == Commitment.id)
        .join(ReminderRecipient, ReminderRecipient.reminder_id == Reminder.id)
        .join(Mail, Mail.key == ReminderRecipient.mail_key)
    )
    for code, due, step, recipient, message_id in db.session.execute(query):
        received = (code, due, step.value, recipient)
        if received in there:
            yield doubled(f"{received} left as two messages")
        there[received] = left[message_id]
    reminding = select(Mail.recipient, Mail.message_id).where(Mail.key.startswith("reminders:"))
    for recipient, message_id in db.session.execute(reminding):
        if (recipient, left[message_id]) in days:
            yield doubled(f"{recipient} received two mails on {left[message_id]}")
        days.add((recipient, left[message_id]))
    expected = ladder.left
    yield from (lost(f"{received} never left") for received in set(expected) - set(there))
    yield from (contradictory(f"{received} left without cause") for received in set(there) - set(expected))
    yield from (
        contradictory(f"{received} left on {day}, not on {expected[received]}")
        for received, day in there.items()
        if expected.get(received, day) != day
    )
