"""A city in which things happen at random, by the application's own actions, for figures of any moment."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from alignment.barriers.models import Barrier
from alignment.services.models import ServiceStatus
from alignment.services.rules import Integration
from app.circles.models import Seat
from app.database import db
from app.errors import RuleViolation
from app.organisations.models import Organisation, Sector
from app.organisations.succession.holdings import Transfer
from commitments.blockers.actions import block, unblock
from commitments.blockers.models import BlockerKind
from commitments.delivery import actions as delivery
from commitments.delivery.actions import Report
from commitments.disputes import actions as disputes
from commitments.disputes.actions import Statement
from commitments.extensions import actions as extensions
from commitments.extensions.queries import open_request
from commitments.handover import actions as handover
from commitments.handover.queries import open_request as open_handover
from commitments.registry.actions import Proposal, cancel, propose
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility
from commitments.succession.holdings import COMMITMENTS
from commitments.verification import actions as verification
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision, decision_commitments
from forums.minutes.models import Minutes
from forums.scheduling.models import DecisionRule, SessionState
from tests.factories import (
    AgreementFactory,
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    PartyFactory,
    PersonFactory,
    SeatFactory,
    ServiceFactory,
    SessionFactory,
)

FIRST = date(2026, 7, 1)
DAYS = 120


class City:
    """Three organisations of two sectors in a forum; what happens there is drawn from `seed`."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.coordinator = CoordinatorFactory(organisation=OrganisationFactory())
        self.forum, self.people = ForumFactory(), []
        for sector in (Sector.GOVERNMENT, Sector.PRIVATE, Sector.GOVERNMENT):
            person = PersonFactory(organisation=OrganisationFactory(sector=sector))
            self.people.append(person)
            SeatFactory(circle=self.forum.circle, organisation=person.organisation)
        self.verifier = PersonFactory(organisation=OrganisationFactory())
        SeatFactory(circle=self.forum.circle, organisation=self.verifier.organisation)
        db.session.flush()
        self.seats = db.session.scalars(select(Seat.id).where(Seat.circle_id == self.forum.circle_id)).all()
        self.at = datetime.combine(FIRST, datetime.min.time(), UTC)
        db.session.commit()

    def live(self, clock: Any) -> None:
        """Let `DAYS` days pass with some acts on most of them."""
        for day in range(DAYS):
            begins = datetime.combine(FIRST, datetime.min.time(), UTC) + timedelta(days=day)
            for number in range(self.dice.randint(0, 3)):
                self.at = begins + timedelta(hours=1 + 7 * number, minutes=self.dice.randint(0, 59))
                clock.move_to(self.at)
                for act in self.dice.choice([[self.promise], [self.meet], [self.go_on] * 4, [self.go_on] * 4]):
                    try:
                        act()
                        db.session.commit()
                        break
                    except RuleViolation:
                        db.session.rollback()
        self.register()
        db.session.commit()

    def promise(self) -> None:
        """Propose a commitment, sometimes from a decision."""
        proposal = Proposal(
            circle=self.forum.circle,
            title="Janji",
            criteria="Selesai",
            responsible=self.dice.choice(self.people).organisation,
            responsible_person=None,
            verifier=self.verifier.organisation,
            due=self.at.date() + timedelta(days=self.dice.randint(3, 30)),
            evidence_required=False,
            visibility=self.dice.choice(list(Visibility)[:2]),
        )
        made = propose(proposal, by=self.coordinator, at=self.at)
        db.session.flush()
        if self.dice.random() < 0.6:
            self.decide(made)

    def decide(self, commitment: Commitment) -> None:
        """Write down a decision with a commitment."""
        number = len(db.session.scalars(select(Decision.id)).all()) + 1
        made = Decision(code=f"KEP-2026-{number:03d}", text="Disepakati.", language="id", forum=self.forum)
        made.how, made.quorum_met, made.decided_at = DecisionRule.CONSENSUS, True, self.at
        made.session, made.recorded_by_id = SessionFactory(forum=self.forum, starts_at=self.at), self.coordinator.id
        db.session.add(made)
        db.session.flush()
        link = {"decision_id": made.id, "commitment_id": commitment.id}
        db.session.execute(decision_commitments.insert().values(link))

    def go_on(self) -> None:
        """Do something with a commitment that may be refused."""
        found = db.session.scalars(select(Commitment).order_by(Commitment.code)).unique().all()
        if not found:
            return
        it = self.dice.choice(found)
        owner = next((one for one in self.people if one.organisation_id == it.responsible_id), self.people[0])
        by, checks, at = {"by": owner, "at": self.at}, {"by": self.verifier, "at": self.at}, self.at
        later = self.at.date() + timedelta(days=self.dice.randint(5, 40))
        acts: list[Callable[[], object]] = [
            *[lambda: delivery.accept(it, **by)] * 4,
            lambda: delivery.decline(it, reason="Tidak", **by),
            lambda: delivery.counter_propose(it, due=later, reason="Kelak", **by),
            lambda: delivery.agree_to_date(it, by=self.coordinator, at=at),
            lambda: delivery.report(it, Report(progress=40, text="Maju"), **by),
            *[lambda: delivery.submit(it, Report(progress=90, text="Siap"), **by)] * 4,
            *[lambda: verification.confirm(it, **checks)] * 4,
            lambda: verification.find_partly_met(it, remainder="Sisa", **checks),
            *[lambda: verification.send_back(it, reason="Kurang", **checks)] * 2,
            lambda: verification.close(it, reason="Cukup", by=self.coordinator, at=at),
            lambda: disputes.dispute(it, "Cukupkah?", Statement(holds="Cukup"), **by),
            lambda: disputes.withdraw(it, reason="Baik", **by),
            lambda: block(it, kind=BlockerKind.BUDGET, text="Dana", remover=None, **by),
            lambda: unblock(it, note="Ada", **by),
            lambda: cancel(it, reason="Batal", by=self.coordinator, at=at),
            lambda: self.extend(it, later, by, checks),
            lambda: self.hand_over(it, owner),
            lambda: self.succeed(it),
        ]
        self.dice.choice(acts)()

    def extend(self, it: Commitment, due: date, by: dict[str, Any], checks: dict[str, Any]) -> None:
        """Extend the due date."""
        extensions.ask(it, due=due, reason="Sakit", **by)
        db.session.flush()
        asked = open_request(it.id)
        assert asked
        extensions.approve(asked, **checks)

    def hand_over(self, it: Commitment, owner: Any) -> None:
        """Let another organisation take it over."""
        other = self.dice.choice([one for one in self.people if one.organisation_id != it.responsible_id])
        handover.ask(it, other.organisation, reason="Tugasnya", by=owner, at=self.at)
        db.session.flush()
        asked = open_handover(it.id)
        assert asked
        handover.accept(asked, None, by=other, at=self.at)

    def succeed(self, it: Commitment) -> None:
        """Let another organisation succeed the responsible one."""
        successor = self.dice.choice(self.people).organisation
        if it.ended_at is None and successor.id != it.responsible_id:
            predecessor = db.session.get_one(Organisation, it.responsible_id)
            by, basis = self.coordinator, "SOTK"
            passed = Transfer(predecessor=predecessor, successor=successor, basis=basis, by=by, at=self.at)
            COMMITMENTS.pass_on(it, passed)

    def meet(self) -> None:
        """Hold a session with attendance, an agenda and, mostly, minutes."""
        held = SessionFactory(forum=self.forum, starts_at=self.at, state=SessionState.HELD, made_at=self.at)
        db.session.flush()
        for seat_id in self.seats:
            presence = self.dice.choice([Presence.PRESENT, Presence.REPRESENTED, Presence.ABSENT])
            row = Attendance(session_id=held.id, seat_id=seat_id, presence=presence, recorded_at=self.at)
            row.recorded_by_id = self.coordinator.id
            db.session.add(row)
        for position in range(self.dice.randint(0, 3)):
            item = AgendaItem(session_id=held.id, position=position, title="Butir", purpose=Purpose.INFORMATION)
            item.minutes, item.state = 10, self.dice.choice(list(ItemState))
            item.proposed_by_id, item.proposed_at = self.dice.choice(self.people).id, self.at
            db.session.add(item)
        if self.dice.random() < 0.7:
            sent = held.ends_at + timedelta(hours=self.dice.randint(5, 200))
            db.session.add(Minutes(session_id=held.id, language="id", begun_at=self.at, circulated_at=sent))

    def register(self) -> None:
        """Enter services, barriers and agreements with their dates."""
        for _number in range(4):
            began, ends = (FIRST + timedelta(days=self.dice.randint(0, DAYS)) for _end in range(2))
            service = ServiceFactory(owner=self.dice.choice(self.people).organisation)
            db.session.flush()
            status = ServiceStatus(service_id=service.id, status=Integration.INTEGRATED, since=began)
            status.by_id, status.at = self.coordinator.id, _noon(began)
            barrier = Barrier(kind=BlockerKind.SYSTEM, title="Hambatan", since=began, raised_at=_noon(began))
            barrier.raised_by_id, barrier.resolved_on, barrier.resolution = self.coordinator.id, None, ""
            if ends > began:
                barrier.resolved_on, barrier.resolution = ends, "Selesai"
            db.session.add_all([status, barrier])
            self.agree(began, ends)

    def agree(self, began: date, ends: date) -> None:
        """Make an agreement that ends, and sometimes its renewal."""
        signed: Agreement = AgreementFactory(stage=Stage.SIGNED, expires_on=ends + timedelta(days=30))
        PartyFactory(agreement=signed, organisation=self.people[0].organisation)
        db.session.flush()
        if self.dice.random() < 0.5:
            AgreementFactory(stage=Stage.DRAFT, renews_id=signed.id, created_at=_noon(began))


def _noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=5)
