"""A town in which something happens every few hours: what digests must tell as it stood, whenever they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from agreements.parties.actions import Side
from agreements.registry import actions as agreements
from agreements.registry.actions import Contract, Signature
from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.rules import Stage
from agreements.termination import actions as termination
from agreements.termination.queries import open_commitments
from app.calendars.choices import Choice, ChosenDay, Repeat
from app.circles.models import Classification, Seat
from app.database import db
from app.organisations import actions as organisations
from app.organisations.models import Sector
from commitments.blockers.actions import block, unblock
from commitments.blockers.models import BlockerKind
from commitments.delivery import actions as delivery
from commitments.delivery.actions import Report
from commitments.extensions import actions as extensions
from commitments.extensions.models import Extension
from commitments.extensions.queries import open_request
from commitments.registry.actions import Proposal, cancel, propose
from commitments.registry.models import Commitment
from commitments.verification import actions as verification
from forums.attendance.actions import Entry, record
from forums.attendance.models import Presence
from forums.attendance.queries import expected
from forums.changes.actions import attempt, undo
from forums.changes.models import ChangeKind
from forums.decisions import actions as decisions
from forums.decisions.models import Decision
from forums.members import actions as members
from forums.minutes import actions as minutes
from forums.minutes.models import Part
from forums.minutes.queries import latest
from forums.minutes.writing import Writing, write
from forums.scheduling import actions as forums
from forums.scheduling import session_actions as sessions
from forums.scheduling.actions import Charter, Place, Plan, Schedule
from forums.scheduling.models import DecisionRule, ForumKind, ForumRole, Mode, Session
from tests.factories import (
    ClauseFactory,
    CoordinatorFactory,
    ObligationFactory,
    OrganisationFactory,
    PersonFactory,
)

BEGIN = datetime(2026, 11, 24, 2, tzinfo=UTC)
THURSDAY = Schedule(
    choice=Choice(repeat=Repeat.WEEKLY, day=ChosenDay.THURSDAY), first_day=date(2026, 11, 26), starts_at=time(9)
)


class Town:
    """Two forums, an agreement and what is promised there."""

    def __init__(self) -> None:
        self.coordinator = CoordinatorFactory(organisation=OrganisationFactory(name="Sekretariat", short_name="Sek"))
        self.health = OrganisationFactory(name="Dinas Kesehatan", short_name="Dinkes")
        self.it = OrganisationFactory(name="Dinas Kominfotik")
        self.company = OrganisationFactory(name="PT Mitra", sector=Sector.PRIVATE)
        self.owner, self.verifier = PersonFactory(organisation=self.health), PersonFactory(organisation=self.it)
        self.partner = PersonFactory(organisation=self.company)
        self.promised = {}

    @property
    def places(self) -> list[Place]:
        """Who sits in the forum."""
        return [
            Place(organisation=self.coordinator.organisation, person=self.coordinator, role=ForumRole.CHAIR),
            Place(organisation=self.health, person=self.owner),
            Place(organisation=self.it, person=self.verifier),
            Place(organisation=self.company, person=self.partner),
        ]

    def charter(self, **changes: object) -> Charter:
        """Return the charter of the forum, with changes."""
        said = {"name": "Forum Data", "kind": ForumKind.CROSS_SECTOR, "goal": "Data terpadu", "place": "Balai Kota"}
        return Charter(**{**said, **changes})

    def session(self, number: int) -> Session:
        """Return a session of the forum."""
        query = select(Session).where(Session.forum_id == self.forum.id, Session.number == number)
        return db.session.scalars(query).one()

    def begin(self, at: datetime) -> None:
        """Found two forums."""
        plan = Plan(charter=self.charter(), places=self.places, schedule=THURSDAY)
        self.forum = forums.create(plan, by=self.coordinator, at=at)
        plan = Plan(charter=self.charter(name="Forum Air"), places=self.places)
        self.other = forums.create(plan, by=self.coordinator, at=at)

    def propose(self, title: str, due: date, at: datetime) -> None:
        """Propose something that the health office shall do."""
        proposal = Proposal(
            circle=self.forum.circle,
            title=title,
            criteria="Selesai",
            responsible=self.health,
            responsible_person=None,
            verifier=self.it,
            due=due,
            evidence_required=False,
        )
        self.promised[title] = propose(proposal, by=self.coordinator, at=at)

    def report(self, title: str, progress: int, at: datetime) -> None:
        """Report progress."""
        details = Report(progress=progress, text=f"Kemajuan {progress} %")
        delivery.report(self.promised[title], details, by=self.owner, at=at)

    def submit(self, title: str, at: datetime) -> None:
        """Hand something over."""
        delivery.submit(self.promised[title], Report(progress=90, text="Diserahkan"), by=self.owner, at=at)

    def attend(self, number: int, *absent: object, at: datetime) -> None:
        """Record who came to a session."""
        rows = expected(self.session(number))
        came = [
            Entry(row=row, presence=Presence.ABSENT if row.seat.organisation in absent else Presence.PRESENT)
            for row in rows
        ]
        record(self.session(number), came, by=self.coordinator, at=at)

    def circulate(self, number: int, at: datetime) -> None:
        """Write and circulate minutes."""
        session = self.session(number)
        writing = Writing(passage_id=uuid4(), version=0, text="Dibuka.", part=Part.OPENING)
        write(session, writing, by=self.coordinator, at=at)
        db.session.flush()
        minutes.circulate(latest(session.id), days=5, number="1", by=self.coordinator, at=at)

    def agree(self, title: str, at: datetime) -> None:
        """Make an agreement with an obligation, ready to be signed."""
        contract = Contract(
            kind=AgreementKind.PERJANJIAN_KERJA_SAMA,
            title=title,
            effective_on=date(2026, 11, 1),
            expires_on=date(2027, 1, 10),
        )
        sides = [Side(organisation=self.health), Side(organisation=self.company)]
        made = agreements.create(contract, sides, by=self.coordinator, at=at)
        db.session.flush()
        health, company = made.in_order
        clause = ClauseFactory(agreement=made)
        ObligationFactory(clause=clause, debtor_id=health.id, verifier_id=company.id, first_due=date(2026, 12, 10))
        agreements.move(made, Stage.OUT_FOR_SIGNATURE, by=self.coordinator, at=at)

    @property
    def agreement(self) -> Agreement:
        """The agreement, with its parties."""
        query = select(Agreement).options(selectinload(Agreement.parties)).execution_options(populate_existing=True)
        return db.session.scalars(query).one()

    def sign(self, at: datetime) -> None:
        """Sign the agreement; its end is decided only now."""
        signature = Signature(
            signed_on=at.date(), effective_on=date(2026, 11, 20), expires_on=date(2027, 1, 31), gap="-"
        )
        agreements.sign(self.agreement, signature, by=self.coordinator, at=at)

    def terminate(self, at: datetime) -> None:
        """Terminate the agreement; its open commitments are carried through."""
        found = open_commitments(self.agreement.id)
        settled = {one.id: termination.Settled(outcome=termination.Settlement.CARRIED) for one in found}
        given = {"last_day": at.date(), "reason": "Selesai", "settled": settled}
        termination.terminate(self.agreement, **given, by=self.coordinator, at=at)

    def correct(self, title: str, at: datetime) -> None:
        """Give the agreement another title."""
        now = self.agreement
        contract = Contract(kind=now.kind, title=title, effective_on=now.effective_on, expires_on=now.expires_on)
        agreements.change(now, contract, None, version=now.version, by=self.coordinator, at=at)

    def mistake(self, at: datetime) -> None:
        """Cancel a session and undo it within the minute."""
        session = self.session(5)
        act = lambda: sessions.cancel(session, reason="Salah", by=self.coordinator, at=at)  # noqa: E731
        change = attempt(self.forum, ChangeKind.CANCELLED, act, by=self.coordinator, at=at).change
        db.session.flush()
        undo(change, by=self.coordinator, at=at + timedelta(seconds=30))

    def decide(self, at: datetime) -> None:
        """Write a decision down."""
        wording = decisions.Wording(text="Data dibagi.", how=DecisionRule.CONSENSUS)
        decisions.decide(
            self.session(1), wording, item=None, by=self.coordinator, at=at, without_quorum="Disepakati yang hadir."
        )

    def reword(self, at: datetime) -> None:
        """Put the decision right."""
        wording = decisions.Wording(text="Data dibagi tiap bulan.", how=DecisionRule.VOTE, counts=decisions.Counts(3))
        decision = db.session.scalars(
            select(Decision).options(joinedload(Decision.session), selectinload(Decision.votes))
        ).one()
        decisions.change(decision, wording, by=self.coordinator, at=at)

    def rename_health(self, name: str, at: datetime) -> None:
        """Give the health office another name."""
        details = organisations.OrganisationDetails(name=name, short_name="DK")
        version = str(self.health.version)
        organisations.update(self.health, details, version=version, texts={}, by=self.coordinator, at=at)

    def correct_sector(self, at: datetime) -> None:
        """Correct the sector of the health office."""
        organisations.correct_sector(
            self.health,
            Sector.REGIONAL_ENTERPRISE,
            reason="Keliru",
            effective_on=at.date(),
            version=str(self.health.version),
            by=self.coordinator,
            at=at,
        )

    def change_forum(self, at: datetime, *, observes: bool = False, **changes: object) -> None:
        """Change the charter of the forum, and whether the company only observes."""
        places = self.places
        if observes:
            places[3] = Place(organisation=self.company, person=self.partner, role=ForumRole.OBSERVER)
        forums.change(self.forum, self.charter(**changes), places, by=self.coordinator, at=at)


def steps(town: Town) -> Iterator[tuple[datetime, Callable[[datetime], object]]]:
    """Yield what happens and when: from 24 November on, some acts at their own time."""
    by, it, made = {"by": town.coordinator}, town, town.promised
    owner, verifier = {"by": town.owner}, {"by": town.verifier}
    where = sessions.Where(mode=Mode.HYBRID, place="Ruang 2", link="https://rapat.example/2")
    soon, later = date(2026, 11, 27), date(2026, 12, 20)
    acts: list[Callable[[datetime], object]] = [
        it.begin,
        lambda at: it.propose("Peta", soon, at),
        lambda at: it.propose("Sensor", later, at),
        lambda at: it.propose("Pompa", later, at),
        lambda at: it.propose("Kamera", later, at),
        lambda at: it.propose("Tautan", soon, at),
        lambda at: delivery.accept(made["Peta"], **owner, at=at),
        lambda at: delivery.counter_propose(made["Sensor"], due=date(2026, 12, 24), reason="Libur", **owner, at=at),
        lambda at: it.report("Peta", 30, at),
        lambda at: delivery.agree_to_date(made["Sensor"], **by, at=at),
        lambda at: delivery.decline(made["Kamera"], reason="Bukan kami", **owner, at=at),
        lambda at: delivery.accept(made["Pompa"], **owner, at=at),
        lambda at: block(made["Pompa"], kind=BlockerKind.BUDGET, text="Anggaran.", remover=it.it, **owner, at=at),
        lambda at: it.agree("Kerja Sama Air", at),
        lambda at: sessions.move(
            it.session(3), starts_at=datetime(2026, 12, 11, 3, tzinfo=UTC), minutes=90, reason="Pelantikan", **by, at=at
        ),
        lambda at: sessions.relocate(it.session(2), where, **by, at=at),
        lambda at: it.rename_health("Dinas Kesehatan Kota", at),
    ]
    at = BEGIN
    for act in acts:
        yield at, act
        at += timedelta(hours=2)
    first = datetime(2026, 11, 26, 2, tzinfo=UTC)
    yield first, lambda at: sessions.open_(it.session(1), **by, at=at)
    yield first + timedelta(minutes=20), lambda at: it.attend(1, it.health, at=at)
    yield first + timedelta(minutes=40), it.decide
    yield first + timedelta(minutes=110), lambda at: sessions.close(it.session(1), **by, at=at)
    yield first + timedelta(hours=4), lambda at: it.attend(1, at=at)
    at = first + timedelta(days=1)
    acts = [
        lambda at: it.circulate(1, at),
        it.reword,
        lambda at: extensions.ask(made["Peta"], due=date(2026, 12, 4), reason="Sakit", **owner, at=at),
        it.sign,
        lambda at: extensions.approve(_asked(made["Peta"]), **verifier, at=at),
        lambda at: unblock(made["Pompa"], note="Tersedia", **owner, at=at),
        lambda at: it.submit("Peta", at),
        lambda at: verification.send_back(made["Peta"], reason="Kurang", **verifier, at=at),
        lambda at: sessions.cancel(it.session(4), reason="Cuti bersama", **by, at=at),
        it.mistake,
        lambda at: it.submit("Peta", at),
        lambda at: verification.confirm(made["Peta"], **verifier, at=at),
        lambda at: it.submit("Pompa", at),
        lambda at: verification.find_partly_met(made["Pompa"], remainder="Dua lagi", **verifier, at=at),
        lambda at: sessions.merge(it.session(5), it.session(6), reason="Sama", **by, at=at),
        lambda at: it.change_forum(at, name="Forum Satu Data", classification=Classification.PUBLIC, observes=True),
        lambda at: verification.close(made["Pompa"], reason="Cukup", **by, at=at),
        lambda at: cancel(made["Sensor"], reason="Tidak perlu", **by, at=at),
        lambda at: sessions.restore(it.session(4), **by, at=at),
        lambda at: sessions.add(it.forum, starts_at=at + timedelta(days=2), minutes=60, **by, at=at),
        lambda at: it.correct("Kerja Sama Air Bersih", at),
        it.correct_sector,
        lambda at: it.terminate(at),
        lambda at: members.end_seat(it.forum, _seat(it), last_day=at.date() + timedelta(days=1), **by, at=at),
        lambda at: forums.archive(it.forum, **by, at=at),
        lambda at: forums.archive(it.other, **by, at=at),
        lambda at: forums.take_up(it.other, **by, at=at),
    ]
    for act in acts:
        yield at, act
        at += timedelta(hours=5)


def _asked(commitment: Commitment) -> Extension | None:
    return open_request(commitment.id)


def _seat(town: Town) -> Seat:
    query = select(Seat).where(Seat.circle_id == town.forum.circle_id, Seat.organisation_id == town.company.id)
    return db.session.scalars(query).one()
