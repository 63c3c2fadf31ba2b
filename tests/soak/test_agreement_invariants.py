"""The invariants of agreements find nothing in what was agreed rightly, and every planted fault."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from agreements.amendments import actions as amendments
from agreements.amendments import queries as amended
from agreements.amendments.applying import apply
from agreements.amendments.models import Addendum
from agreements.amendments.rules import AmendmentState, Stance
from agreements.clauses import actions as clauses
from agreements.clauses.models import Clause, ClauseVersion, Obligation, Right, obligation_commitments
from agreements.clauses.queries import right_with_agreement
from agreements.clauses.rules import Frequency
from agreements.compliance import actions as compliance
from agreements.compliance.models import RightReceipt
from agreements.parties.actions import Side
from agreements.registry import actions as registry
from agreements.registry.models import Agreement, AgreementKind
from agreements.registry.queries import for_detail
from agreements.registry.rules import Stage
from agreements.renewals import actions as renewals
from agreements.termination.actions import Settled, Settlement, terminate
from agreements.termination.queries import open_commitments
from app.accounts.models import Person
from app.audit.models import AuditRow
from app.clock import local_date
from app.database import db
from app.database.transactions import transaction
from app.web.forms import ANY_OUTCOME
from commitments.delivery import actions as delivery
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from soak.facts import facts, values
from soak.findings import Fault
from soak.invariants import agreements, check, periods
from soak.invariants.commitments import timelines_lead_here
from soak.sample import build
from tests.soak.test_invariants import misjudged, twice

pytestmark = pytest.mark.every_database
A_DAY = timedelta(days=1)


class Pact:
    """Two parties, one of which owes the other a catalogue once and a report every month."""

    def __init__(self) -> None:
        sample = build(members=2, series=False)
        emails = (sample.coordinator, *(one.email for one in sample.members))
        found = [db.session.scalars(select(Person).where(Person.email == email)).one() for email in emails]
        self.coordinator, self.debtor, self.verifier = found
        self.now = datetime.now(UTC)
        self.day = local_date(self.now)
        self.ends = self.day + timedelta(days=400)

    @property
    def actor(self):
        """Who acts, and when: each act is a second after the one before."""
        self.now += timedelta(seconds=1)
        return {"by": self.coordinator, "at": self.now}

    def signed(self, title: str) -> Agreement:
        contract = registry.Contract(kind=AgreementKind.PERJANJIAN_KERJA_SAMA, title=title)
        sides = [Side(organisation=one.organisation) for one in (self.debtor, self.verifier)]
        made = registry.create(contract, sides, **self.actor)
        db.session.flush()
        made = for_detail(made.id)
        clause = clauses.add_clause(made, clauses.Wording(number="Pasal 1", heading=f"Data {title}"), **self.actor)
        db.session.flush()
        for text, frequency, ahead in (("Katalog", Frequency.ONCE, 20), ("Laporan", Frequency.MONTHLY, 10)):
            clauses.add_obligation(clause, self.duty(made, f"{text} {title}", frequency, ahead), **self.actor)
            db.session.flush()
        clauses.add_right(clause, holder=made.in_order[0], text=f"Memakai {title}", **self.actor)
        self.sign(made, self.day, self.ends)
        return made

    def duty(self, agreement: Agreement, text: str, frequency: Frequency, ahead: int) -> clauses.Duty:
        debtor, verifier = agreement.in_order
        return clauses.Duty(
            text=text,
            criteria="Lengkap",
            debtor=debtor,
            verifier=verifier,
            frequency=frequency,
            first_due=self.day + timedelta(days=ahead),
        )

    def sign(self, agreement: Agreement, begins: date, ends: date) -> None:
        registry.move(agreement, Stage.OUT_FOR_SIGNATURE, **self.actor)
        signature = registry.Signature(signed_on=self.day, effective_on=begins, expires_on=ends, gap="Arsip")
        registry.sign(agreement, signature, **self.actor)
        db.session.flush()

    def amend(self, agreement: Agreement) -> None:
        """Move the day of the catalogue, ask for the report every quarter, and change the words and the end."""
        frame = amendments.Frame(
            title="Adendum", rationale="x", effective_on=self.day, changes_end=True, new_end=self.ends + 30 * A_DAY
        )
        drafted = amendments.begin(agreement, frame, **self.actor)
        clause = db.session.scalars(select(Clause).where(Clause.agreement_id == agreement.id)).one()
        wording = clauses.Wording(number="Pasal 1", heading=clause.heading, text="Tiap triwulan")
        amendments.change_clause(drafted, wording, clause=clause, **self.actor)
        new = clauses.Wording(number="Pasal 2", heading="Tambahan")
        amendments.change_clause(drafted, new, **self.actor)
        for one in db.session.scalars(select(Obligation).where(Obligation.clause_id == clause.id)).all():
            once = one.frequency is Frequency.ONCE
            duty = self.duty(agreement, one.text, Frequency.ONCE if once else Frequency.QUARTERLY, 45 if once else 10)
            amendments.change_obligation(drafted, duty, obligation=one, **self.actor)
        amendments.send(drafted, **self.actor)
        amendments.take_position(drafted, stance=Stance.AGREES, words="Setuju", by=self.debtor, at=self.now)
        amendments.send_for_signature(drafted, **self.actor)
        db.session.flush()
        apply(amended.for_act(drafted.id), signed_on=self.day, seen=ANY_OUTCOME, **self.actor)

    def renew(self, agreement: Agreement) -> None:
        text = db.session.scalars(select(Clause.id).where(Clause.agreement_id == agreement.id)).all()
        duties = db.session.scalars(select(Obligation.id).where(Obligation.clause_id.in_(text)))
        carried = clauses.Carried(clauses=frozenset(text), obligations=frozenset(duties), rights=frozenset())
        term = {"effective_on": self.ends + A_DAY, "expires_on": self.ends + 365 * A_DAY}
        made = renewals.start(agreement, carried, notice_days=60, **term, **self.actor)
        db.session.flush()
        self.sign(for_detail(made.id), *term.values())


@pytest.fixture
def pact(app):
    """One agreement is amended and renewed, another one terminated, the third is a draft."""
    made = Pact()
    with transaction(), app.test_request_context():
        first, second = made.signed("Naskah 1"), made.signed("Naskah 2")
        catalogue = db.session.scalars(select(Commitment).where(Commitment.title == "Katalog Naskah 1")).one()
        delivery.accept(catalogue, by=made.debtor, at=made.now)
        right = db.session.scalars(select(Right.id).where(Right.text == "Memakai Naskah 1")).one()
        right = right_with_agreement(right)
        compliance.state(right, received_on=made.day, text="Diterima", by=made.debtor, at=made.now)
        made.amend(first)
        db.session.flush()
        made.renew(first)
        settled = {one.id: Settled(outcome=Settlement.CANCELLED) for one in open_commitments(second.id)}
        terminate(second, last_day=made.day, reason="Selesai", settled=settled, **made.actor)
        sides = [Side(organisation=one.organisation) for one in (made.debtor, made.verifier)]
        registry.create(registry.Contract(kind=AgreementKind.ADDENDUM, title="Naskah 3"), sides, **made.actor)
    return made


def numbered(title: str):
    """The id of an agreement that renews none."""
    return select(Agreement.id).where(Agreement.title == title, Agreement.renews_id.is_(None)).scalar_subquery()


def duty(text: str, *, follows: bool = False):
    """The ids of obligations of the first agreement: the original ones, or with `follows` those that replaced them."""
    first = Clause.agreement_id == numbered("Naskah 1")
    query = select(Obligation.id).join(Clause, Clause.id == Obligation.clause_id).where(first, Obligation.text == text)
    return query.where(Obligation.replaces_id.is_not(None) if follows else Obligation.replaces_id.is_(None))


def changed(ids, **values):
    """Return the statement that changes obligations."""
    return update(Obligation).where(Obligation.id.in_(ids)).values(**values)


REPORT, CATALOGUE = "Laporan Naskah 1", "Katalog Naskah 1"
made = obligation_commitments.c


def again():
    """Return a statement that links a commitment of the renewal to a period that has one already."""
    one = db.session.execute(select(made.commitment_id).where(made.obligation_id.in_(duty(CATALOGUE)))).scalar_one()
    other = db.session.scalars(
        select(Commitment.id).where(Commitment.title == REPORT, Commitment.delivery == Delivery.PROPOSED)
    ).first()
    period = db.session.scalars(select(made.period).where(made.commitment_id == one)).one()
    return [
        update(obligation_commitments)
        .where(made.commitment_id == other)
        .values(obligation_id=duty(CATALOGUE).scalar_subquery(), period=period)
    ]


C, D, L = Fault.CONTRADICTORY, Fault.DOUBLED, Fault.LOST
PLANTED = {
    "a period without its commitment": (
        lambda: [delete(obligation_commitments).where(made.obligation_id.in_(duty(REPORT, follows=True)))],
        periods.periods_have_one_commitment,
        {C: 1},
    ),
    "a period with two commitments": (again, periods.periods_have_one_commitment, {C: 1, D: 1}),
    "a next due date that is none": (
        lambda: [changed(duty(REPORT, follows=True), next_due=date(2031, 1, 5))],
        periods.periods_have_one_commitment,
        {C: 2},
    ),
    "a next due date that has its commitment": (
        lambda: [
            update(Obligation)
            .where(Obligation.id.in_(duty(REPORT, follows=True)))
            .values(next_due=Obligation.first_due)
        ],
        periods.periods_have_one_commitment,
        {C: 1},
    ),
    "an obligation that is never due again": (
        lambda: [changed(duty(REPORT, follows=True), next_due=None)],
        periods.periods_have_one_commitment,
        {C: 1},
    ),
    "one that was due once and is due again": (
        lambda: [changed(duty(CATALOGUE), next_due=date(2031, 1, 5))],
        periods.periods_have_one_commitment,
        {C: 1},
    ),
    "a first due date that moved": (
        lambda: [update(Commitment).where(Commitment.title == CATALOGUE).values(first_due=Commitment.current_due)],
        timelines_lead_here,
        {C: 1},
    ),
    "a stage that nobody recorded": (
        lambda: [update(Agreement).where(Agreement.renews_id.is_not(None)).values(stage=Stage.RENEWED)],
        agreements.stages_are_what_was_done,
        {C: 1},
    ),
    "a renewed agreement that still holds": (
        lambda: [update(Agreement).where(Agreement.id == numbered("Naskah 1")).values(stage=Stage.SIGNED)],
        agreements.stages_are_what_was_done,
        {C: 1},
    ),
    "a termination without its day": (
        lambda: [update(Agreement).where(Agreement.id == numbered("Naskah 2")).values(ended_on=None)],
        agreements.stages_are_what_was_done,
        {C: 1},
    ),
    "a draft that was signed": (
        lambda: [update(Agreement).where(Agreement.id == numbered("Naskah 3")).values(signed_on=date(2026, 1, 5))],
        agreements.stages_are_what_was_done,
        {C: 1},
    ),
    "an amendment whose application was lost": (
        lambda: [update(Addendum).values(state=AmendmentState.OUT_FOR_SIGNATURE)],
        agreements.stages_are_what_was_done,
        {C: 1},
    ),
    "an amendment that was not applied and changed the text": (
        lambda: [update(Addendum).values(state=AmendmentState.OUT_FOR_SIGNATURE)],
        agreements.amendments_apply_as_a_whole,
        {C: 1},
    ),
    "a version that is missing": (
        lambda: [delete(ClauseVersion).where(ClauseVersion.version == 1, ClauseVersion.amendment_id.is_(None))],
        agreements.versions_have_no_gap,
        {C: 1},
    ),
    "a clause with other words than its version": (
        lambda: [update(Clause).where(Clause.number == "Pasal 2").values(text="Lain")],
        agreements.versions_have_no_gap,
        {C: 1},
    ),
    "a clause that the amendment did not add": (
        lambda: [delete(ClauseVersion).where(ClauseVersion.number == "Pasal 2")],
        agreements.amendments_apply_as_a_whole,
        {C: 1},
    ),
    "an obligation that the amendment did not move": (
        lambda: [changed(duty(CATALOGUE), first_due=date(2031, 1, 5))],
        agreements.amendments_apply_as_a_whole,
        {C: 1},
    ),
    "an obligation that was replaced and goes on": (
        lambda: [changed(duty(REPORT), ended_on=None)],
        agreements.amendments_apply_as_a_whole,
        {C: 1},
    ),
    "an obligation that was ended for none": (
        lambda: [changed(duty(REPORT, follows=True), replaces_id=None)],
        agreements.amendments_apply_as_a_whole,
        {C: 1},
    ),
    "an end that the amendment did not set": (
        lambda: [update(Agreement).where(Agreement.id == numbered("Naskah 1")).values(expires_on=date(2031, 1, 5))],
        agreements.amendments_apply_as_a_whole,
        {C: 2},
    ),
    "a day of notice that is not its definition": (
        lambda: [update(Agreement).where(Agreement.id == numbered("Naskah 1")).values(notice_days=45)],
        agreements.amendments_apply_as_a_whole,
        {C: 1},
    ),
    "an amendment without its record": (
        lambda: [update(Addendum).values(signed_on=None)],
        agreements.amendments_apply_as_a_whole,
        {C: 1},
    ),
    "an obligation that ended and falls due": (
        lambda: [changed(duty(REPORT), next_due=date(2031, 1, 5))],
        agreements.nothing_is_left_over,
        {C: 1},
    ),
    "a commitment of an obligation that ended": (
        lambda: [
            update(Commitment)
            .where(Commitment.id.in_(select(made.commitment_id).where(made.obligation_id.in_(duty(REPORT)))))
            .values(delivery=Delivery.PROPOSED)
        ],
        agreements.nothing_is_left_over,
        {C: 2},
    ),
    "parts of a clause that was removed": (
        lambda: [update(Clause).where(Clause.agreement_id == numbered("Naskah 1")).values(removed_on=date(2031, 1, 5))],
        agreements.nothing_is_left_over,
        {C: 3},
    ),
    "commitments of a draft": (
        lambda: [update(Agreement).where(Agreement.id == numbered("Naskah 2")).values(stage=Stage.DRAFT)],
        agreements.nothing_is_left_over,
        {C: 3},
    ),
    "a receipt that is lost": (
        lambda: [delete(RightReceipt)],
        agreements.notices_are_given_in_time,
        {C: 1},
    ),
    "a right that was received twice": (
        lambda: twice(RightReceipt, "one_standing_receipt_per_right"),
        agreements.notices_are_given_in_time,
        {C: 2},
    ),
    "an announcement before its day": (
        lambda: [
            insert(AuditRow).values(
                at=datetime.now(UTC),
                action="agreement.announced",
                subject_type="Agreement",
                subject_id=numbered("Naskah 1"),
                details={"expires_on": "2040-01-05"},
            )
        ],
        agreements.notices_are_given_in_time,
        {C: 1},
    ),
}


def test_faults_in_agreements_are_found(pact):
    assert check() == []
    assert misjudged(PLANTED) == {}


def test_what_was_agreed_is_found_in_the_database(pact):
    with transaction(reads_only=True):
        told, registers = facts(), values()
        kept = db.session.scalars(select(Agreement)).all()
        amendment = db.session.scalars(select(Addendum)).one()
        stages = {(one.title, one.renews_id is None): registers.get(f"agreement:{one.id}") for one in kept}
    assert stages == {
        ("Naskah 1", True): "renewed",
        ("Naskah 1", False): "signed",
        ("Naskah 2", True): "terminated",
        ("Naskah 3", True): None,
    }
    assert registers[f"amendment:{amendment.id}"] == "applied"
    happened = [("agreement", f"Naskah {number}") for number in (1, 2, 3)]
    happened += [("obligation", REPORT), ("right", "Memakai Naskah 1"), ("clause", "Data Naskah 1")]
    happened += [("receipt", "Diterima"), ("amendment", "Adendum"), ("position", "Setuju"), ("renewal", "Naskah 1")]
    assert {one: told[one] for one in happened} == dict.fromkeys(happened, 1)
    assert list(registers.values()).count("cancelled") == 3
