"""Every act in every state by every actor, as states.txt says; and what no sequence of acts can break."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import data, integers, sampled_from
from sqlalchemy import func, select

from app.accounts.models import Person
from app.clock import today, utc_now
from app.database import db
from app.errors import RuleViolation
from commitments.blockers.models import Blocker
from commitments.delivery.models import Act, Update
from commitments.disputes import actions as disputes
from commitments.disputes.models import Dispute
from commitments.disputes.queries import open_dispute
from commitments.disputes.rules import DisputeState, OutcomeKind
from commitments.extensions import actions as extensions
from commitments.extensions.queries import open_request
from commitments.handover import actions as handover
from commitments.handover import queries as handovers
from commitments.registry.models import Commitment
from commitments.registry.queries import is_overdue
from commitments.registry.rules import OPEN, OWED, Delivery, Verification
from tests.commitments.acts import ACTS, LATER, STATEMENT, peopled

START = datetime.fromisoformat("2026-11-24T09:00:00+07:00")
pytestmark = pytest.mark.one_database

STATES = {
    "pro": (Delivery.PROPOSED, Verification.UNVERIFIED),
    "cou": (Delivery.COUNTER_PROPOSED, Verification.UNVERIFIED),
    "acc": (Delivery.ACCEPTED, Verification.UNVERIFIED),
    "inp": (Delivery.IN_PROGRESS, Verification.UNVERIFIED),
    "ret": (Delivery.IN_PROGRESS, Verification.RETURNED),
    "par": (Delivery.IN_PROGRESS, Verification.PARTIALLY_MET),
    "blo": (Delivery.BLOCKED, Verification.UNVERIFIED),
    "sub": (Delivery.SUBMITTED, Verification.UNVERIFIED),
    "dis": (Delivery.SUBMITTED, Verification.DISPUTED),
    "clo": (Delivery.CLOSED, Verification.MET),
    "dec": (Delivery.DECLINED, Verification.UNVERIFIED),
    "can": (Delivery.CANCELLED, Verification.UNVERIFIED),
}
RESTING = {"cancel", "comment", "decline", "watch", "milestone", "wait"}
"""Acts that lead to no further state."""


def table() -> list[tuple[str, str, dict[str, str]]]:
    """Return the rows of states.txt: the act, the letters of who may, and by state the letters of who can, or "."."""
    lines = (Path(__file__).parent / "states.txt").read_text().splitlines()
    heading, *rows = [line.split() for line in lines if line and not line.startswith("#")]
    assert heading == ["act", "who", *STATES]
    return [
        (act, who, dict(zip(STATES, (who if cell == "+" else cell for cell in cells), strict=True)))
        for act, who, *cells in rows
    ]


def test_the_table_names_every_act_once():
    assert [act for act, _who, _cells in table()] == list(ACTS)


def test_every_act_in_every_state_by_every_actor(town):
    actors = peopled(town)
    commitment = town.promised(evidence_required=False)
    rows = table()
    wrong = []
    for name, state in STATES.items():
        with db.session.begin_nested() as savepoint:
            _put(commitment, state, actors)
            for act, everyone, cells in rows:
                who = everyone if cells[name] == "." else cells[name]
                allowed = "".join(letter for letter in who if _may(act, actors[letter], commitment))
                denied = [letter for letter in actors if letter not in who and _may(act, actors[letter], commitment)]
                if allowed != who or denied:
                    wrong.append(f"{act} in {name}: {allowed} may, and so may {denied}")
                if _is_possible(act, town, commitment, actors[who[0]]) != (cells[name] != "."):
                    wrong.append(f"{act} in {name}: should be {'refused' if cells[name] == '.' else 'possible'}")
            savepoint.rollback()
        db.session.refresh(commitment)
    assert wrong == []


def _may(act, person, commitment) -> bool:
    """Whether the policy of an act allows it to a person who may know of the commitment."""
    policy = ACTS[act].policy
    known = policy.hidden_unless is None or policy.hidden_unless(person, commitment)
    return known and policy(person, commitment)


def _put(commitment, state, actors) -> None:
    """Put the commitment into a state, with what belongs to it."""
    commitment.delivery, commitment.verification = state
    now = utc_now()
    if state[0] not in {Delivery.PROPOSED, Delivery.COUNTER_PROPOSED, Delivery.DECLINED}:
        commitment.accepted_on = today()
    if state[0] is Delivery.COUNTER_PROPOSED:
        commitment.counter_due = LATER
    if state[0] is Delivery.BLOCKED:
        commitment.delivery = Delivery.IN_PROGRESS
        ACTS["block"].perform(None, commitment, actors["r"])
    if state[1] is Verification.DISPUTED:
        commitment.delivery, commitment.verification = Delivery.IN_PROGRESS, Verification.RETURNED
        disputes.dispute(commitment, "Cukupkah?", STATEMENT, by=actors["r"], at=now)
        disputes.add_option(commitment, "Bertahap", by=actors["m"], at=now, mediates=True)
        disputes.propose_outcome(commitment, OutcomeKind.STAYS, "Tetap", by=actors["m"], at=now, mediates=True)
    db.session.flush()


def _is_possible(act, town, commitment, person) -> bool:
    """Whether an act succeeds; what it did is undone."""
    with db.session.begin_nested() as savepoint:
        try:
            ACTS[act].perform(town, commitment, person)
            db.session.flush()
        except RuleViolation:
            return False
        finally:
            savepoint.rollback()
            db.session.expire_all()
    return True


class OneCommitment(RuleBasedStateMachine):
    """The acts of everybody on one commitment; each run is rolled back."""

    town: ClassVar[Any]
    actors: ClassVar[dict[str, Any]]
    clock: ClassVar[Any]
    reached: ClassVar[set[Delivery | Verification]]
    """The states to which acts led, in all runs."""

    def __init__(self) -> None:
        super().__init__()
        self.commitment = db.session.get_one(Commitment, self.town.commitment.id)
        self.first = None

    def teardown(self) -> None:
        db.session.rollback()
        self.clock.move_to(START)

    def tried(self, action, *values, **named) -> None:
        try:
            with db.session.begin_nested():
                action(*values, **named)
        except RuleViolation:
            db.session.refresh(self.commitment)
        else:
            self.reached |= {self.commitment.delivery, self.commitment.verification}

    @rule(draws=data(), any_act=integers(0, 3))
    def act(self, draws: Any, any_act: int) -> None:
        """Perform an act that the table says is possible now, now and then any other, as somebody who may."""
        state = (self.commitment.delivery, self.commitment.verification)
        now = [name for name, it in STATES.items() if it == state]
        possible = [act for act, _who, cells in table() if any(cells[name] != "." for name in now)]
        going_on = [
            act for act in possible if act not in {"cancel", "comment", "decline", "watch", "milestone", "wait"}
        ]
        policy, perform = ACTS[draws.draw(sampled_from(going_on if any_act and going_on else sorted(ACTS)))]
        if able := [one for one in self.actors.values() if policy(one, self.commitment)]:
            self.tried(perform, self.town, self.commitment, draws.draw(sampled_from(able)))

    @rule(grants=sampled_from([True, False]))
    def answer_extension(self, grants: bool) -> None:
        """Answer a pending extension as the verifier."""
        if found := open_request(self.commitment.id):
            if grants:
                self.tried(extensions.approve, found, by=self.actors["v"], at=utc_now())
            else:
                self.tried(extensions.deny, found, by=self.actors["v"], at=utc_now(), note="x")

    @rule()
    def take_over(self) -> None:
        """Accept a pending hand-over, as the organisation that was asked."""
        found = handovers.open_request(self.commitment.id)
        if found and found.to_id == self.actors["p"].organisation_id:
            self.tried(handover.accept, found, None, by=self.actors["p"], at=utc_now())

    @rule(kind=sampled_from(list(OutcomeKind)))
    def settle(self, kind: OutcomeKind) -> None:
        """Propose an outcome, on which both sides agree."""
        found = open_dispute(self.commitment.id)
        sides = [one for one in self.actors.values() if one.organisation_id == self.commitment.responsible_id][:1]
        if not found or not sides:
            return
        due = max(self.commitment.current_due, today()) + timedelta(days=7) if kind is OutcomeKind.DATE else None
        more = {"due": due, "by": sides[0], "at": utc_now(), "mediates": False}
        self.tried(disputes.propose_outcome, self.commitment, kind, "Sepakat", **more)
        if found.outcome:
            self.tried(disputes.agree, self.commitment, found.outcome.number, by=self.actors["v"], at=utc_now())

    @rule(days=integers(1, 40))
    def pass_time(self, days: int) -> None:
        """Let days pass."""
        self.clock.shift(timedelta(days=days))

    @invariant()
    def the_first_due_date_stays_after_acceptance(self) -> None:
        if self.commitment.accepted_on:
            self.first = self.first or self.commitment.first_due
            assert self.commitment.first_due == self.first

    @invariant()
    def it_is_closed_as_met_only_by_the_verifier(self) -> None:
        it = self.commitment
        verdicts = select(Person.organisation_id).join(Update, Update.by_id == Person.id)
        met = db.session.scalars(verdicts.where(Update.commitment_id == it.id, Update.act == Act.MET)).all()
        assert set(met) <= {it.verifier_id}
        assert (it.verification is Verification.MET) == bool(met)
        if it.delivery is Delivery.CLOSED:
            assert it.verification in {Verification.MET, Verification.PARTIALLY_MET}
        assert it.verifier_id != it.responsible_id

    @invariant()
    def it_is_overdue_by_definition(self) -> None:
        it = self.commitment
        late = it.delivery in OWED and it.current_due < today()
        assert (it.facts.days_late(today()) > 0) == late
        db.session.flush()
        query = select(func.count()).select_from(Commitment).where(Commitment.id == it.id, is_overdue(today()))
        assert bool(db.session.scalar(query)) == late

    @invariant()
    def nothing_is_orphaned(self) -> None:
        it = self.commitment
        db.session.flush()
        disputed = select(func.count()).where(Dispute.commitment_id == it.id, Dispute.state == DisputeState.OPEN)
        assert bool(db.session.scalar(disputed)) == (it.verification is Verification.DISPUTED)
        blocked = select(func.count()).where(Blocker.commitment_id == it.id, Blocker.removed_at.is_(None))
        if it.delivery is Delivery.BLOCKED:
            assert db.session.scalar(blocked) == 1
        assert (it.counter_due is not None) == (it.delivery is Delivery.COUNTER_PROPOSED)
        assert (it.ended_at is None) == (it.delivery in OPEN)
        assert it.responsible_person is None or it.responsible_person.organisation_id == it.responsible_id


def test_no_sequence_of_acts_breaks_what_a_commitment_promises(town, clock):
    OneCommitment.town, OneCommitment.clock, OneCommitment.actors = town, clock, peopled(town)
    OneCommitment.reached = set()
    town.promised(evidence_required=False)
    db.session.commit()
    run_state_machine_as_test(OneCommitment, settings=settings(max_examples=60, stateful_step_count=30, deadline=None))
    reached = {Delivery.ACCEPTED, Delivery.BLOCKED, Delivery.SUBMITTED, Delivery.CLOSED, Verification.DISPUTED}
    assert OneCommitment.reached >= reached, "the runs did not lead far"
