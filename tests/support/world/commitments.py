"""Commitments and agreements of the world."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from agreements.amendments.models import Addendum, ClauseChange
from agreements.boilerplates.models import Boilerplate
from agreements.clauses.models import Clause, Obligation, Right
from agreements.clauses.rules import Frequency
from agreements.compliance import actions as compliance
from agreements.compliance.models import RightReceipt
from agreements.documents.models import Document, DocumentKind
from agreements.imports.models import AgreementImport
from agreements.making.models import Holding
from agreements.particulars.models import Correspondent, Risk
from agreements.particulars.rules import Level
from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.queries import for_detail
from agreements.registry.rules import Stage
from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.database import db
from app.dispositions.models import Disposition
from app.files import store
from app.files.sheet_import.stages import Stage as Progress
from commitments.delivery.models import Act, Evidence, Update
from commitments.disputes.models import Dispute, Option, Outcome, Position
from commitments.disputes.rules import DisputeState, OutcomeKind
from commitments.extensions.models import Extension
from commitments.handover.models import Handover
from commitments.imports.models import RegisterImport
from commitments.imports.rules import Kind
from commitments.milestones.models import Milestone
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification, Visibility
from commitments.waiting.models import Wait
from tests.factories import (
    CircleFactory,
    CommitmentFactory,
    CoordinatorFactory,
    NamedPersonFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
)
from tests.factories.forums import MADE

if TYPE_CHECKING:
    from tests.support.world.world import World


def add_commitments(world: World, name: str) -> None:
    circle = db.session.get_one(Circle, world.objects["Circle"][name]["id"])
    others = {"internal": Visibility.PARTIES, "public": Visibility.PUBLIC}
    for visibility in filter(None, (Visibility.CIRCLE, others.get(name))):
        named = name if visibility is Visibility.CIRCLE else f"{name} {visibility.value}"
        _commitment(world, named, circle, visibility, own=name != "elsewhere")
    _register(world, name, circle)


def _register(world: World, name: str, circle: Circle) -> None:
    """Add a register that the participant uploaded, and that waits for its confirmation."""
    by = world.people["participant"] if name != "elsewhere" else PersonFactory()
    file = store.keep(b"Nomor;Tindak lanjut", name="register.csv", media_type="text/csv", by=by, at=MADE)
    db.session.flush()
    kinds = dict.fromkeys((kind.value for kind in Kind), 0)
    imported = RegisterImport(circle_id=circle.id, file_id=file.id, created_by_id=by.id, created_at=MADE)
    imported.headings, imported.headings_digest, imported.heading_row = ["Nomor", "Tindak lanjut"], "0" * 64, 1
    imported.stage = Progress.PREVIEW
    imported.outcome = {"counts": {**kinds, "new": 1, "reports": 0}, "mark": "0", "lines": {kind: [] for kind in kinds}}
    world.keep(name, world.add(imported))


def _commitment(world: World, name: str, circle: Circle, visibility: Visibility, *, own: bool) -> Commitment:
    sides = {role: world.people[role].organisation for role in ("responsible", "verifier")} if own else {}
    commitment = CommitmentFactory(circle=circle, visibility=visibility, delivery=Delivery.IN_PROGRESS, **sides)
    commitment.accepted_on = date(2026, 11, 20)
    world.keep(name, commitment)
    if own:
        commitment.contributors.append(world.people["contributor"].organisation)
    teller = world.people["responsible"] if own else PersonFactory(organisation=commitment.responsible)
    update = Update(commitment_id=commitment.id, act=Act.PROGRESS, at=MADE, by_id=teller.id, text="Separuh jalan")
    world.add(update)
    file = store.keep(b"Separuh jalan", name="bukti.txt", media_type="text/plain", by=teller, at=MADE)
    db.session.flush()
    evidence = Evidence(commitment_id=commitment.id, update_id=update.id, file_id=file.id)
    world.keep(name, world.add(evidence))
    wish = Extension(
        commitment_id=commitment.id, from_due=commitment.current_due, to_due=date(2027, 1, 8), reason="Libur"
    )
    wish.asked_by_id, wish.asked_at = teller.id, MADE
    world.keep(name, world.add(wish))
    _dispute(world, commitment, teller)
    _work(world, name, commitment, teller)
    helper = world.people["contributor"].organisation if own else OrganisationFactory()
    handover = Handover(
        commitment_id=commitment.id, from_id=commitment.responsible_id, to_id=helper.id, reason="Pindah"
    )
    handover.asked_by_id, handover.asked_at = teller.id, MADE
    world.keep(name, world.add(handover))
    return commitment  # type: ignore[no-any-return]


def _work(world: World, name: str, commitment: Commitment, teller: Person) -> None:
    """Add a milestone, a commitment that this one waits for, and an instruction to the responsible person."""
    step = Milestone(commitment_id=commitment.id, text="Skema disepakati", due=date(2026, 12, 1))
    step.set_by_id, step.set_at = teller.id, MADE
    world.keep(name, world.add(step))
    awaited = CommitmentFactory(
        circle=commitment.circle,
        visibility=commitment.visibility,
        responsible=commitment.responsible,
        verifier=commitment.verifier,
    )
    awaited.contributors = list(commitment.contributors)
    wait = Wait(commitment_id=commitment.id, awaited_id=awaited.id, since=MADE, by_id=teller.id)
    world.keep(name, world.add(wait))
    passed_on = Disposition(subject_type="Commitment", subject_id=commitment.id, due=date(2026, 11, 30))
    passed_on.organisation_id, passed_on.instruction, passed_on.given_at = teller.organisation_id, "Siapkan", MADE
    passed_on.giver_id = PersonFactory(organisation=commitment.responsible).id
    passed_on.receiver_id = teller.id
    world.keep(name, world.add(passed_on))


def _dispute(world: World, commitment: Commitment, teller: Person) -> None:
    """Add an earlier dispute, which both sides settled."""
    dispute = Dispute(commitment_id=commitment.id, finding=Verification.RETURNED, question="Cukupkah 60 detik?")
    dispute.state, dispute.opened_by_id = DisputeState.SETTLED, teller.id
    dispute.opened_at = dispute.moved_at = dispute.ended_at = MADE
    dispute.positions.append(
        Position(organisation_id=teller.organisation_id, holds="Cukup", written_by_id=teller.id, written_at=MADE)
    )
    dispute.options.append(Option(number=1, text="Bertahap", added_by_id=teller.id, added_at=MADE))
    outcome = Outcome(number=1, kind=OutcomeKind.FOLLOW_UP, text="Bertahap", proposed_by_id=teller.id, proposed_at=MADE)
    dispute.outcomes.append(outcome)
    world.add(dispute)


def add_agreement(world: World, name: str, classification: Classification) -> None:
    circle = CircleFactory(classification=classification)
    made = {"kind": AgreementKind.PERJANJIAN_KERJA_SAMA, "language": "id", "created_at": MADE, "stage": Stage.SIGNED}
    keeper = CoordinatorFactory()
    term = {"signed_on": date(2026, 1, 8), "effective_on": date(2026, 1, 9), "expires_on": date(2027, 1, 8)}
    agreement = Agreement(title=f"Kerja Sama {name}", circle_id=circle.id, keeper_id=keeper.id, **made, **term)
    world.keep(name, world.add(agreement))
    own = name != "elsewhere"
    sides = [world.people[role].organisation if own else OrganisationFactory() for role in ("party", "counterparty")]
    if own:
        NamedPersonFactory(circle_id=circle.id, person_id=world.people["party"].id)
    parties = []
    for place, organisation in enumerate(sides, 1):
        seat = SeatFactory(circle=circle, organisation=organisation, position=place)
        parties.append(
            world.add(Party(agreement_id=agreement.id, seat_id=seat.id, position=place, signatory_name="Sri"))
        )
    world.keep(name, parties[0])
    world.keep(f"{name} agreement", circle)
    _clause(world, name, agreement, parties)
    for named, party in ((name, None), (f"{name} of one side", parties[0])):
        file = store.keep(b"%PDF-1.7", name="naskah.pdf", media_type="application/pdf", by=keeper, at=MADE)
        db.session.flush()
        document = Document(agreement_id=agreement.id, kind=DocumentKind.ANNEX, title="Naskah", number=1)
        document.file_id, document.added_by_id, document.added_at = file.id, keeper.id, MADE
        document.party_id = party.id if party else None
        world.keep(named, world.add(document))
    made = for_detail(agreement.id)
    assert made
    world.keep(name, compliance.issue(made, year=2026, by=keeper, at=MADE))
    holding = Holding(agreement_id=agreement.id, organisation_id=sides[0].id, word="Telaah", passed_by_id=keeper.id)
    holding.since = MADE
    world.add(holding)
    _particulars(world, name, agreement, parties[0])
    if name == "internal":
        world.keep("usable", world.add(_boilerplate(keeper)))
        world.keep("usable", world.add(_agreement_import(world.people["coordinator"])))
    db.session.commit()


def _particulars(world: World, name: str, agreement: Agreement, party: Party) -> None:
    judged = {"likelihood": Level.HIGH, "impact": Level.LOW}
    world.keep(
        name, world.add(Risk(agreement_id=agreement.id, owner_id=party.id, text="Sensor rusak", answer="", **judged))
    )
    person = PersonFactory(organisation=party.seat.organisation, joined_at=None)
    entered = {"person_id": person.id, "since": date(2026, 1, 9)}
    world.keep(name, world.add(Correspondent(party_id=party.id, role="Urusan teknis", **entered)))


def _agreement_import(by: Person) -> AgreementImport:
    """Return a register of agreements that waits for its confirmation."""
    file = store.keep(b"Jenis;Tentang;Para pihak", name="naskah.csv", media_type="text/csv", by=by, at=MADE)
    made = {"file": file, "created_by": by, "created_at": MADE, "stage": Progress.PREVIEW, "rows_read": 1}
    counts = {"agreement": 1, "organisation": 0, "obligation": 0, "known": 0, "wrong": 0}
    outcome = {"counts": counts, "mark": "0", "lines": []}
    return AgreementImport(headings=["Jenis", "Tentang", "Para pihak"], heading_row=1, outcome=outcome, **made)


def _boilerplate(keeper: Person) -> Boilerplate:
    made = {"kind": AgreementKind.PERJANJIAN_KERJA_SAMA, "language": "id", "created_at": MADE}
    return Boilerplate(title="Pertukaran data", body="# Pasal 1: Laporan", created_by_id=keeper.id, **made)


def _clause(world: World, name: str, agreement: Agreement, parties: list[Party]) -> None:
    clause = world.keep(
        name, world.add(Clause(agreement_id=agreement.id, position=1, number="Pasal 5", heading="Mutu"))
    )
    obligation = Obligation(clause_id=clause.id, position=1, text="Laporan mutu", criteria="Lengkap")
    obligation.debtor_id, obligation.verifier_id = (party.id for party in parties)
    obligation.frequency, obligation.first_due = Frequency.ONCE, date(2026, 12, 18)
    world.keep(name, world.add(obligation))
    world.keep(name, world.add(Right(clause_id=clause.id, holder_id=parties[1].id, text="Memakai data")))
    received = world.add(Right(clause_id=clause.id, holder_id=parties[1].id, text="Menerima laporan"))
    receipt = RightReceipt(right_id=received.id, received_on=date(2026, 11, 1), text="Dapat dipakai", stated_at=MADE)
    receipt.stated_by_id = world.people["counterparty"].id
    world.keep(name, world.add(receipt))
    amendment = Addendum(agreement_id=agreement.id, number=1, title="Laporan bulanan", rationale="Terlalu jarang")
    amendment.effective_on, amendment.based_on = date(2026, 12, 1), "0" * 64
    amendment.drafted_by_id, amendment.drafted_at = agreement.keeper_id, MADE
    amendment.changed_at = amendment.sent_at = MADE
    world.keep(name, world.add(amendment))
    change = ClauseChange(
        amendment_id=amendment.id, clause_id=clause.id, number="Pasal 5", heading="Mutu", text="Bulanan"
    )
    world.add(change)
