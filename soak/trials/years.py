"""Two years of reminders, day by day, with outages of the scheduler and of mail, compared with a small model.

The model is independent of the reminder code. It receives the days on which the scheduler ran and a commitment was
owed, and the days on which mail was sent, and returns which steps must have been sent, when, and which collapsed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

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
from commitments.reminders.models import Reminder
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
FIRST = date(2027, 1, 4)
MORNING = timedelta(hours=-1)
"""06.00 in Jakarta, from midnight UTC."""
LINKS_WORK = timedelta(days=30)
"""After an outage of that length the owner, who has no link any more, gets the reminder to the head too."""
STEPS = {"T-14": -14, "T-3": -3, "T+1": 1, "T+7": 7}

Letter = tuple[str, date, str, str]
"""A reminder mail: the commitment's code, its due date, the step, the recipient."""


@dataclass
class Owed:
    """One commitment of the model: its due date, and the days on which the scheduler found it owed."""

    due: date
    focal: str
    above: tuple[str, ...]
    open: bool = True
    seen: dict[date, list[date]] = field(default_factory=dict)

    def look(self, today: date) -> None:
        """Record that the scheduler runs today."""
        if self.open:
            self.seen.setdefault(self.due, []).append(today)

    def must(self) -> Iterator[tuple[date, str, date]]:
        """Yield due date, step and day of each reminder: the first day on which its step is the latest one reached."""
        for due, days in self.seen.items():
            ages = [(day - due).days for day in days]
            steps = list(STEPS)
            first = {step: _first_reaching(age, ages) for step, age in STEPS.items()}
            for place, step in enumerate(steps):
                later = first[steps[place + 1]] if place + 1 < len(steps) else None
                if (when := first[step]) is not None and when != later:
                    yield due, step, days[when]

    def letters(self, code: str, up: list[date]) -> dict[Letter, date]:
        """Return each mail with the day on which it must be sent; a later step replaces one that an outage delayed."""
        found: dict[Letter, date] = {}
        queued = sorted(self.must(), key=lambda one: one[2])
        for due, step, day in queued:
            leaves = next(one for one in up if one >= day)
            if step == "T+7":
                found |= {(code, due, step, to): leaves for to in self.above}
            elif not any(of == due and what != "T+7" and day < later <= leaves for of, what, later in queued):
                found[code, due, step, self.focal] = leaves
        return found

    def taken(self) -> set[tuple[date, str]]:
        """Return the steps that count as taken, sent or collapsed into a later one."""
        oldest = {due: (max(days) - due).days for due, days in self.seen.items()}
        return {(due, step) for due, reached in oldest.items() for step, age in STEPS.items() if reached >= age}


def _first_reaching(age: int, ages: list[int]) -> int | None:
    return next((place for place, reached in enumerate(ages) if reached >= age), None)


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
            _live(instance, random, postman, outcome, COMMITMENTS[database])
    finally:
        delivery.open_transport = way_out
    outcome.check(instance)
    outcome.seconds = time.monotonic() - began
    return outcome


def _live(instance: Instance, random: Random, postman: Postman, outcome: Outcome, commitments: int) -> None:
    sample = build(members=4, at=_at(FIRST), series=False)
    with instance.app.test_request_context():
        owed = dict(_commitments(sample, random, commitments))
        db.session.rollback()
    quiet, shut = _outages(random), _outages(random)
    ran, up = 0, []
    for number in range(DAYS):
        today = FIRST + timedelta(days=number)
        with clock.pretend(_at(today)), instance.app.test_request_context():
            if number not in quiet:
                postman.is_away = number in shut
                _tick(instance, outcome)
                ran += 1
                up += [] if postman.is_away else [today]
                for one in owed.values():
                    one.look(today)
        with clock.pretend(_at(today) + timedelta(hours=4)), instance.app.test_request_context():
            outcome.acts += _something_happens(sample, owed, today, random)
    postman.is_away = False
    up.append(FIRST + timedelta(days=DAYS + 1))
    with clock.pretend(_at(up[-1])):
        delivery.deliver()
    outcome.figures |= {"days": DAYS, "ticks": ran, "without mail": len(shut), "sent": len(postman.left)}
    outcome.findings += [*_steps(owed), *_letters(owed, postman, up)]


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
    for name in ("reminders", "nudges", "outbox"):
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
        yield code, Owed(due, owner.email, above[owner.organisation])


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
    for code in random.sample(sorted(owed), max(1, len(owed) // 40)):
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
                one.due = commitment.current_due
            elif one.open and luck < 0.5:
                details = Report(progress=100, text="Hasil", links=["https://ic.example/hasil"])
                deliveries.submit(commitment, details, by=by, at=at)
                one.open = False
            elif commitment.delivery.value == "submitted":
                if luck < 0.6:
                    verification.send_back(commitment, by=checking, at=at, reason="Belum lengkap")
                    one.open = True
                else:
                    verification.confirm(commitment, by=checking, at=at)
            else:
                continue
        acts += 1
    return acts


def _focal(sample: Sample, organisation_id: object) -> Person:
    return _person(next(one.email for one in sample.members if one.organisation == str(organisation_id)))


def _steps(owed: dict[str, Owed]) -> Iterator[Finding]:
    """Compare the steps that count as taken."""
    expected = {(code, *what) for code, one in owed.items() for what in one.taken()}
    rows = select(Commitment.code, Reminder.due, Reminder.step)
    rows = rows.join(Commitment, Commitment.id == Reminder.commitment_id)
    there = {(code, due, step.value) for code, due, step in db.session.execute(rows)}
    yield from (lost(f"step {one} was reached and not taken") for one in expected - there)
    yield from (contradictory(f"step {one} was taken and not reached") for one in there - expected)


def _letters(owed: dict[str, Owed], postman: Postman, up: list[date]) -> Iterator[Finding]:
    """Compare the reminders that were sent, and their days."""
    left = dict(postman.left)
    if len(left) != len(postman.left):
        yield doubled(f"{len(postman.left) - len(left)} messages left twice")
    waiting = db.session.scalars(select(Mail.message_id).where(Mail.state != MailState.SENT)).all()
    yield from (lost(f"{message_id} never left") for message_id in waiting)
    codes = {str(identity): code for identity, code in db.session.execute(select(Commitment.id, Commitment.code))}
    there: dict[Letter, date] = {}
    queued: dict[Letter, datetime] = {}
    columns = (Mail.key, Mail.message_id, Mail.recipient, Mail.created_at)
    for key, message_id, recipient, created_at in db.session.execute(select(*columns)):
        step, _colon, rest = (key or "").partition(":")
        if step in STEPS and message_id in left:
            identity, due, _name = rest.split(":")
            received = (codes[identity], date.fromisoformat(due), step, recipient)
            if received in there:
                yield doubled(f"{received} left as two messages")
            there[received], queued[received] = left[message_id], created_at
    expected = {received: day for code, one in owed.items() for received, day in one.letters(code, up).items()}
    yield from (lost(f"{received} never left") for received in set(expected) - set(there))
    instead = {received for received in there if _has_no_link(received, queued)}
    yield from (contradictory(f"{received} left without cause") for received in set(there) - set(expected) - instead)
    yield from (
        contradictory(f"{received} left on {day}, not on {expected[received]}")
        for received, day in there.items()
        if expected.get(received, day) != day
    )


def _has_no_link(received: Letter, queued: Mapping[Letter, datetime]) -> bool:
    """Whether it is the last step, and its recipient had no reminder with a link that still works."""
    code, due, step, recipient = received
    before = [
        queued[code, due, one, recipient] for one in STEPS if one != step and (code, due, one, recipient) in queued
    ]
    return step == "T+7" and all(at + LINKS_WORK <= queued[received] for at in before)
