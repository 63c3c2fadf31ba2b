"""The invariants of commitments in other hands find nothing in what was done rightly, and every planted fault."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, select, update

from app.accounts.models import Person
from app.accounts.succession.actions import hand_over
from app.audit.models import AuditRow
from app.circles.models import Circle
from app.clock import local_date
from app.database import db
from app.database.transactions import transaction
from app.dispositions import actions as dispositions
from app.dispositions.models import Disposition
from app.dispositions.rules import DispositionState
from commitments.contact.actions import name_contact
from commitments.delivery import actions as delivery
from commitments.delivery.actions import Report
from commitments.disputes import actions as disputes
from commitments.disputes.models import Dispute, Outcome, OutcomeAgreement
from commitments.disputes.rules import DisputeState, OutcomeKind
from commitments.extensions.models import Extension
from commitments.handover import actions as handovers
from commitments.handover.models import Handover, HandoverState
from commitments.registry.actions import Proposal, propose
from commitments.registry.models import Commitment, contributions
from commitments.registry.rules import Verification
from commitments.verification import actions as verification
from forums.scheduling.models import Forum
from soak.facts import facts, values
from soak.findings import Fault
from soak.invariants import check, hands
from soak.sample import build
from tests.soak.test_invariants import misjudged, twice

pytestmark = pytest.mark.every_database
KINDS = (OutcomeKind.CRITERION, OutcomeKind.DATE, OutcomeKind.MET)


@pytest.fixture
def passed(app):
    """Three disputes that were settled and one that is open; a hand-over, and an office with an instruction."""
    sample = build(members=3, series=False, staff=2)
    emails = (sample.coordinator, *(one.email for one in sample.members), *(email for email, _id in sample.staff))
    people = [db.session.scalars(select(Person).where(Person.email == email)).one() for email in emails]
    town = SimpleNamespace(now=datetime.now(UTC), people=people, sample=sample)
    coordinator, owner, verifier, receiver, clerk, successor = people

    def at():
        town.now += timedelta(seconds=1)
        return town.now

    circle = db.session.get_one(Circle, db.session.scalars(select(Forum.circle_id)).one())
    due = local_date(town.now) + timedelta(days=40)

    def judged(title):
        proposal = Proposal(
            circle=circle,
            title=title,
            criteria="Berkas terbuka",
            responsible=owner.organisation,
            responsible_person=None,
            verifier=verifier.organisation,
            due=due,
            evidence_required=False,
        )
        made = propose(proposal, by=coordinator, at=at())
        delivery.accept(made, by=owner, at=at())
        delivery.submit(made, Report(progress=100, text=f"Hasil {title}"), by=owner, at=at())
        verification.send_back(made, reason="Kurang", by=verifier, at=at())
        db.session.flush()
        return made

    with transaction(), app.test_request_context():
        for number, kind in enumerate((*KINDS, None)):
            made = judged(f"Sengketa {number}")
            if kind in {OutcomeKind.DATE, None}:
                name_contact(made, clerk, by=coordinator, at=at())
            if kind is OutcomeKind.DATE:
                dispositions.give(made, clerk, instruction="Siapkan", due=due, by=owner, at=at())
            statement = disputes.Statement(holds="Cukup")
            disputes.dispute(made, f"Cukupkah {number}?", statement, by=owner, at=at())
            db.session.flush()
            later = due + timedelta(days=9) if kind is OutcomeKind.DATE else None
            words = {"due": later, "by": owner, "at": at(), "mediates": False}
            disputes.propose_outcome(made, kind or OutcomeKind.STAYS, "Ukuran baru", **words)
            db.session.flush()
            if kind:
                disputes.agree(made, 1, by=verifier, at=at())
                db.session.flush()
        given = db.session.scalars(select(Disposition)).one()
        dispositions.answer(given, text="Sudah", by=clerk, at=at())
        hand_over(clerk, successor, basis="SK 1", by=coordinator, at=at())
        held = db.session.scalars(select(Commitment).where(Commitment.title == "Sengketa 1")).unique().one()
        handover = handovers.ask(held, receiver.organisation, reason="Pindah", by=owner, at=at())
        db.session.flush()
        handovers.accept(handover, None, by=receiver, at=at())
    return town


def about(number: int):
    """The id of a commitment."""
    return select(Commitment.id).where(Commitment.title == f"Sengketa {number}").scalar_subquery()


def outcomes(number: int):
    """The ids of the outcomes of its dispute."""
    return (
        select(Outcome.id).join(Dispute, Dispute.id == Outcome.dispute_id).where(Dispute.commitment_id == about(number))
    )


C = Fault.CONTRADICTORY
UNANSWERED = {"state": HandoverState.ASKED, "answered_by_id": None, "answered_at": None}
GIVEN = {"state": DispositionState.GIVEN, "ended_at": None}
PLANTED = {
    "a commitment of an organisation that handed it over": (
        lambda: [
            update(Commitment)
            .where(Commitment.id == about(1))
            .values(responsible_id=select(Handover.from_id).scalar_subquery())
        ],
        hands.one_organisation_is_responsible,
        {C: 1},
    ),
    "an acceptance that is not in the record": (
        lambda: [delete(AuditRow).where(AuditRow.action == "handover.accepted")],
        hands.states_are_recorded,
        {C: 1},
    ),
    "a hand-over that nobody answered": (
        lambda: [update(Handover).values(state=HandoverState.ASKED)],
        hands.states_are_recorded,
        {C: 1},
    ),
    "an answer without its person": (
        lambda: [update(Handover).values(answered_by_id=None)],
        hands.hand_overs_are_whole,
        {C: 1},
    ),
    "whoever handed over and cannot read": (
        lambda: [delete(contributions).where(contributions.c.commitment_id == about(1))],
        hands.hand_overs_are_whole,
        {C: 1},
    ),
    "two hand-overs that are asked for": (
        lambda: [
            update(Handover).values(UNANSWERED),
            *twice(Handover, "one_open_handover_per_commitment", **UNANSWERED),
        ],
        hands.hand_overs_are_whole,
        {C: 1},
    ),
    "two open disputes": (
        lambda: twice(
            Dispute, "one_open_dispute_per_commitment", commitment_id=about(3), state=DisputeState.OPEN, ended_at=None
        ),
        hands.disputes_have_their_outcome,
        {C: 1},
    ),
    "two open instructions": (
        lambda: [
            update(Disposition).values(GIVEN),
            *twice(Disposition, "one_open_disposition_per_thing", **GIVEN),
        ],
        hands.instructions_are_recorded,
        {C: 2},
    ),
    "a dispute that is lost": (
        lambda: [update(Dispute).where(Dispute.commitment_id == about(3)).values(state=DisputeState.ENDED)],
        hands.disputes_have_their_outcome,
        {C: 1},
    ),
    "a dispute of what is not disputed": (
        lambda: [update(Commitment).where(Commitment.id == about(3)).values(verification=Verification.RETURNED)],
        hands.disputes_have_their_outcome,
        {C: 1},
    ),
    "a settlement that nobody recorded": (
        lambda: [update(Dispute).where(Dispute.commitment_id == about(3)).values(state=DisputeState.SETTLED)],
        hands.states_are_recorded,
        {C: 1},
    ),
    "a settled dispute without the agreement of both": (
        lambda: [delete(OutcomeAgreement).where(OutcomeAgreement.outcome_id.in_(outcomes(0)))],
        hands.disputes_have_their_outcome,
        {C: 1},
    ),
    "an outcome that is missing": (
        lambda: [update(Outcome).where(Outcome.id.in_(outcomes(0))).values(number=2)],
        hands.disputes_have_their_outcome,
        {C: 1},
    ),
    "another outcome than was recorded": (
        lambda: [update(Outcome).where(Outcome.id.in_(outcomes(2))).values(kind=OutcomeKind.STAYS)],
        hands.disputes_have_their_outcome,
        {C: 1},
    ),
    "a criterion that was not added": (
        lambda: [update(Commitment).where(Commitment.id == about(0)).values(criteria="Berkas terbuka")],
        hands.disputes_have_their_outcome,
        {C: 1},
    ),
    "a date that was not extended": (
        lambda: [delete(Extension)],
        hands.disputes_have_their_outcome,
        {C: 1},
    ),
    "an instruction that is open again": (
        lambda: [update(Disposition).values(state=DispositionState.GIVEN, ended_at=None)],
        hands.instructions_are_recorded,
        {C: 1},
    ),
    "an instruction that ended at no moment": (
        lambda: [update(Disposition).values(ended_at=None)],
        hands.instructions_are_recorded,
        {C: 1},
    ),
    "work that stayed with whoever handed the office over": (
        lambda: [delete(AuditRow).where(AuditRow.id == last_named())],
        hands.offices_are_handed_over_as_a_whole,
        {C: 1},
    ),
    "a contact that nobody named": (
        lambda: [update(Commitment).where(Commitment.id == about(3)).values(responsible_person_id=None)],
        hands.offices_are_handed_over_as_a_whole,
        {C: 1},
    ),
}


def last_named() -> int:
    """The id of the audit row with which the successor became the contact of a commitment."""
    named = select(AuditRow.id).where(AuditRow.action == "commitment.contact_named", AuditRow.subject_id == about(1))
    return db.session.scalars(named.order_by(AuditRow.id.desc())).first()


def test_faults_in_other_hands_are_found(passed):
    assert check() == []
    assert misjudged(PLANTED) == {}


def test_values_tell_where_commitments_stand(passed):
    kept, told = values(), facts()
    assert [kept[f"work:Sengketa {number}"] for number in range(4)] == [
        "submitted unverified",
        "in_progress returned",
        "closed met",
        "submitted disputed",
    ]
    assert [kept[f"dispute:Sengketa {number}"] for number in range(4)] == ["settled"] * 3 + ["open"]
    assert kept["holder:Sengketa 1"] == passed.sample.members[2].organisation
    assert (kept["handover:Sengketa 1"], kept["disposition:Siapkan"]) == ("accepted", "answered")
    assert [told["question", f"Cukupkah {number}?"] for number in range(4)] == [1] * 4
    assert [told[kind, text] for kind, text in (("office", "SK 1"), ("disposition", "Siapkan"))] == [1, 1]
