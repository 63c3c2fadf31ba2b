"""What no sequence of signatures, amendments, renewals, terminations and outages can break."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, none, one_of, sampled_from
from sqlalchemy import select

from agreements.amendments import actions as amendments
from agreements.amendments.applying import apply
from agreements.amendments.models import Addendum
from agreements.clauses import queries as clauses
from agreements.clauses.actions import Carried, Duty, Wording
from agreements.clauses.jobs import look_ahead
from agreements.clauses.models import Clause, ClauseVersion, Obligation, obligation_commitments
from agreements.clauses.rules import AHEAD, Frequency, due_dates
from agreements.registry import actions as registry
from agreements.registry.models import Agreement, TacitRenewal
from agreements.registry.queries import for_detail
from agreements.registry.rules import Renewal, Stage
from agreements.renewals import actions as renewals
from agreements.renewals.jobs import renew
from agreements.termination.actions import Settled, Settlement, terminate
from agreements.termination.queries import open_commitments
from app.clock import today, utc_now
from app.database import db
from app.errors import RuleViolation
from app.organisations.models import Organisation
from app.organisations.succession.actions import Decision, held, pass_on
from app.web.forms import ANY_OUTCOME
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery

START = datetime.fromisoformat("2026-11-24T09:00:00+07:00")
SIGNED = (Stage.SIGNED, Stage.RENEWED, Stage.TERMINATED)
DROPPED = {Delivery.SUPERSEDED, Delivery.CANCELLED}
pytestmark = pytest.mark.one_database


class OneAgreement(RuleBasedStateMachine):
    """A signed agreement with a one-off and a quarterly obligation, and those that renew it."""

    pact: ClassVar[Any]
    clock: ClassVar[Any]
    reached: ClassVar[set[Any]]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = db.session.begin_nested()
        self.clock.move_to(START)
        self.ticked = today()
        self.agreement = for_detail(self.pact.agreement.id)
        self.first_dues: dict[Any, date] = {}
        self.papers: dict[Any, Any] = {}
        self.versions: dict[Any, Any] = {}
        signature = registry.Signature(
            signed_on=today(), effective_on=date(2026, 12, 1), expires_on=date(2027, 5, 31), gap="tanpa catatan"
        )
        registry.sign(self.agreement, signature, **self.actor)
        self.agreement.renewal = Renewal.TACIT
        db.session.flush()

    def teardown(self) -> None:
        self.savepoint.rollback()
        db.session.expire_all()

    @property
    def actor(self) -> Any:
        return {"by": self.pact.coordinator, "at": utc_now()}

    @rule(days=integers(1, 150), works=booleans())
    def pass_time(self, days: int, works: bool) -> None:
        """Let days pass; the jobs run on the last of them, unless there is an outage."""
        self.clock.shift(timedelta(days=days))
        if works:
            renew()
            db.session.flush()
            look_ahead()
            db.session.flush()
            self.ticked = today()

    @rule(
        number=integers(0, 3),
        frequency=one_of(none(), sampled_from(list(Frequency))),
        words=booleans(),
        shift=integers(-40, 90),
        end=one_of(none(), integers(30, 500)),
        removes=booleans(),
    )
    def amend(
        self, number: int, frequency: Frequency | None, words: bool, shift: int, end: int | None, removes: bool
    ) -> None:
        """Change, end or add an obligation, perhaps with the end, and apply it."""
        agreement = self.agreement
        if agreement.stage is not Stage.SIGNED:
            return
        try:
            with db.session.begin_nested():
                self._amend(number, frequency, words, shift, end, removes)
        except RuleViolation:
            return
        self.reached.add("amended")

    def _amend(
        self, number: int, frequency: Frequency | None, words: bool, shift: int, end: int | None, removes: bool
    ) -> None:
        agreement, effective = self.agreement, today() + timedelta(days=abs(shift))
        frame = amendments.Frame(
            title="x",
            rationale="y",
            effective_on=effective,
            changes_end=end is not None,
            new_end=effective + timedelta(days=end) if end else None,
        )
        drafted = amendments.begin(agreement, frame, **self.actor)
        text, owed = clauses.clauses_of(agreement.id), clauses.obligations_in(agreement.id)
        found = owed[number] if number < len(owed) else None
        if found is None and removes and len(text) > 1:
            one = text[-1]
            wording = Wording(number=one.number, heading=one.heading)
            amendments.change_clause(drafted, wording, clause=one, removes=True, **self.actor)
        else:
            self._change(drafted, found, frequency, words, shift, removes)
        amendments.send(drafted, **self.actor)
        amendments.send_for_signature(drafted, **self.actor)
        apply(drafted, signed_on=today(), seen=ANY_OUTCOME, **self.actor)
        db.session.flush()
        self.papers[drafted.id] = drafted.record

    def _change(
        self, drafted: Addendum, found: Any, frequency: Frequency | None, words: bool, shift: int, ends: bool
    ) -> None:
        parties = self.agreement.in_order
        first = found.first_due if found else drafted.effective_on
        duty = Duty(
            text=f"Laporan {shift}" if words or not found else found.text,
            criteria="Lengkap",
            debtor=found.debtor if found else parties[1],
            verifier=found.verifier if found else parties[2],
            frequency=frequency or (found.frequency if found else Frequency.MONTHLY),
            first_due=first + timedelta(days=shift) if not words else first,
        )
        place = amendments.Place()
        if found is None:
            wording = Wording(number=f"Pasal {drafted.number}a", heading="Baru", text="z")
            place = amendments.Place(added=amendments.change_clause(drafted, wording, **self.actor))
        amendments.change_obligation(drafted, duty, obligation=found, place=place, ends=ends, **self.actor)

    @rule(number=integers(0, 5), to=sampled_from([Delivery.ACCEPTED, Delivery.SUBMITTED, Delivery.CLOSED]))
    def deliver(self, number: int, to: Delivery) -> None:
        """Let a party accept, submit or complete one of its commitments."""
        found = open_commitments(self.agreement.id)
        if number < len(found):
            found[number].delivery = to
            found[number].accepted_on = found[number].accepted_on or today()
            db.session.flush()

    @rule(carries=booleans(), often=integers(0, 4))
    def renew_in_writing(self, carries: bool, often: int) -> None:
        """Draft the agreement that renews this one, and sign it."""
        agreement = self.agreement
        if often or agreement.stage is not Stage.SIGNED or not agreement.expires_on:
            return
        text = clauses.whole_clauses(agreement.id)
        everything = Carried(
            clauses=frozenset(one.id for one in text) if carries else frozenset(),
            obligations=frozenset(duty.id for one in text for duty in one.obligations),
            rights=frozenset(),
        )
        begins, ends = renewals.usual_term(agreement)
        term = {"effective_on": begins or today(), "expires_on": ends, "notice_days": 30}
        made = renewals.start(agreement, everything, **term, **self.actor)
        db.session.flush()
        made.stage = Stage.OUT_FOR_SIGNATURE
        registry.sign(
            made,
            registry.Signature(
                signed_on=today(), effective_on=term["effective_on"], expires_on=ends, gap="tanpa catatan"
            ),
            **self.actor,
        )
        db.session.flush()
        assert agreement.stage is Stage.RENEWED
        self.agreement = for_detail(made.id)
        self.reached.add("renewed")

    @rule(outcome=sampled_from(list(Settlement)), often=integers(0, 4))
    def terminate_it(self, outcome: Settlement, often: int) -> None:
        """Terminate the agreement now and then, which is refused until every open commitment is settled."""
        found = open_commitments(self.agreement.id)
        if often or self.agreement.stage is not Stage.SIGNED:
            return
        given = {"last_day": max(today(), self.agreement.effective_on), "reason": "x", **self.actor}
        if found:
            with pytest.raises(RuleViolation):
                terminate(self.agreement, **given)
        terminate(self.agreement, settled={one.id: Settled(outcome=outcome) for one in found}, **given)
        db.session.flush()
        carried = outcome is Settlement.CARRIED
        assert {one.id for one in found if carried} <= {one.id for one in open_commitments(self.agreement.id)}
        self.reached.add("terminated")

    @rule(place=integers(0, 2), often=integers(0, 2))
    def succeed(self, place: int, often: int) -> None:
        """Let an organisation take the place of a party, with all that it holds."""
        if often:
            return
        old = self.agreement.in_order[place].seat.organisation
        new = Organisation(name=f"Penerus {uuid4()}", sector=old.sector)
        db.session.add(new)
        db.session.flush()
        receivers = {obj.id: new.id for _kind, objects in held(old, self.pact.coordinator) for obj in objects}
        if not receivers:
            return
        decision = Decision(successors=[new], receivers=receivers, basis="Pergub 12/2026", archives=False)
        pass_on(old, decision, **self.actor)
        db.session.flush()
        assert all(old.id not in {one.responsible_id, one.verifier_id} for one in open_commitments(self.agreement.id))
        self.reached.add("succeeded")

    @invariant()
    def every_period_has_one_commitment(self) -> None:
        for agreement in db.session.scalars(select(Agreement).where(Agreement.stage.in_(SIGNED))):
            for obligation in db.session.scalars(
                select(Obligation).join(Obligation.clause).where(Clause.agreement_id == agreement.id)
            ):
                self._check(agreement, obligation)

    def _check(self, agreement: Agreement, obligation: Obligation) -> None:
        made = made_of(obligation)
        alive = Counter(period for period, one in made if one.delivery not in DROPPED)
        assert all(count == 1 for count in alive.values()), obligation.text
        assert obligation.next_due is None or obligation.next_due not in alive
        if obligation.frequency is Frequency.ONCE or not made or agreement.stage is Stage.TERMINATED:
            return
        first = min(period for period, _one in made)
        last = min(filter(None, (agreement.last_day, self.ticked + timedelta(days=AHEAD))))
        if obligation.ended_on:
            last = min(last, obligation.ended_on - timedelta(days=1))
        dues = due_dates(obligation.first_due, obligation.frequency, until=last)
        missing = [due for due in dues if due >= first and due not in alive]
        assert missing == [], (obligation.text, obligation.frequency, missing)

    @invariant()
    def first_due_dates_stay(self) -> None:
        for one in db.session.scalars(select(Commitment).where(Commitment.accepted_on.is_not(None))).unique():
            assert self.first_dues.setdefault(one.id, one.first_due) == one.first_due

    @invariant()
    def nothing_is_orphaned(self) -> None:
        linked = set(db.session.scalars(select(obligation_commitments.c.commitment_id)))
        assert linked == set(db.session.scalars(select(Commitment.id)))
        for clause in db.session.scalars(select(Clause).where(Clause.removed_on.is_not(None))):
            assert clauses.obligations_of(clause.id) == []
        for obligation in db.session.scalars(select(Obligation).where(Obligation.ended_on.is_not(None))):
            assert obligation.next_due is None

    @invariant()
    def notice_follows_the_present_end(self) -> None:
        for agreement in db.session.scalars(select(Agreement).where(Agreement.expires_on.is_not(None))):
            assert agreement.term.notice_on == agreement.expires_on - timedelta(days=agreement.notice_days)
        ended = db.session.execute(select(TacitRenewal.ended_on, TacitRenewal.expires_on)).all()
        assert all(after > before for before, after in ended)

    @invariant()
    def past_papers_stay(self) -> None:
        for key, record in self.papers.items():
            assert db.session.get_one(Addendum, key).record == record
        for one in db.session.scalars(select(ClauseVersion)):
            said = (one.number, one.heading, one.text, one.since)
            assert self.versions.setdefault((one.clause_id, one.version), said) == said


def made_of(obligation: Obligation) -> list[tuple[date, Commitment]]:
    """Return the commitments of an obligation with their periods."""
    made = obligation_commitments.c
    query = select(made.period, Commitment).join(Commitment, Commitment.id == made.commitment_id)
    return [(period, one) for period, one in db.session.execute(query.where(made.obligation_id == obligation.id))]


def test_no_sequence_of_acts_breaks_what_an_agreement_promises(pact, clock):
    prepared(pact, clock)
    run_state_machine_as_test(OneAgreement, settings=settings(max_examples=30, stateful_step_count=15, deadline=None))
    assert "amended" in OneAgreement.reached


def test_an_agreement_is_amended_succeeded_renewed_amended_again_and_terminated(pact, clock):
    prepared(pact, clock)
    life = OneAgreement()
    acts = (
        lambda: life.pass_time(40, works=True),
        lambda: life.amend(1, Frequency.MONTHLY, words=True, shift=20, end=400, removes=False),
        lambda: life.succeed(1, often=0),
        lambda: life.deliver(0, Delivery.SUBMITTED),
        lambda: life.renew_in_writing(carries=True, often=0),
        lambda: life.pass_time(100, works=True),
        lambda: life.amend(0, None, words=False, shift=30, end=None, removes=False),
        lambda: life.terminate_it(Settlement.CARRIED, often=0),
    )
    for act in acts:
        act()
        for name in ("every_period_has_one_commitment", "first_due_dates_stay", "nothing_is_orphaned"):
            getattr(life, name)()
        life.notice_follows_the_present_end()
        life.past_papers_stay()
    assert life.reached == {"amended", "succeeded", "renewed", "terminated"}
    life.teardown()


def prepared(pact: Any, clock: Any) -> None:
    """Give the agreement of every run its obligations, before it is signed."""
    pact.once = pact.obliged(text="Katalog", first_due=date(2026, 12, 20))
    pact.often = pact.obliged(text="Laporan", frequency=Frequency.QUARTERLY, first_due=date(2026, 12, 31), position=2)
    pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    OneAgreement.pact, OneAgreement.clock, OneAgreement.reached = pact, clock, set()
