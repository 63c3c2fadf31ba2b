"""Commitments and agreements of the world."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from agreements.amendments.models import Addendum, ClauseChange
from agreements.clauses.models import Clause, Obligation, Right
from agreements.clauses.rules import Frequency
from agreements.documents.models import Document, DocumentKind
from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.rules import Stage
from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.database import db
from app.files import store
from commitments.delivery.models import Act, Evidence, Update
from commitments.disputes.models import Dispute, Option, Outcome, Position
from commitments.disputes.rules import DisputeState, OutcomeKind
from commitments.extensions.models import Extension
from commitments.handover.models import Handover
from commitments.imports.models import RegisterImport
from commitments.imports.rules import Kind
from commitments.imports.rules import Stage as Progress
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification, Visibility
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
    helper = world.people["contributor"].organisation if own else OrganisationFactory()
    handover = Handover(
        commitment_id=commitment.id, from_id=commitment.responsible_id, to_id=helper.id, reason="Pindah"
    )
    handover.asked_by_id, handover.asked_at = teller.id, MADE
    world.keep(name, world.add(handover))
    return commitment  # type: ignore[no-any-return]


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
    db.session.commit()


def _clause(world: World, name: str, agreement: Agreement, parties: list[Party]) -> None:
    clause = world.keep(
        name, world.add(Clause(agreement_id=agreement.id, position=1, number="Pasal 5", heading="Mutu"))
    )
    obligation = Obligation(clause_id=clause.id, position=1, text="Laporan mutu", criteria="Lengkap")
    obligation.debtor_id, obligation.verifier_id = (party.id for party in parties)
    obligation.frequency, obligation.first_due = Frequency.ONCE, date(2026, 12, 18)
    world.keep(name, world.add(obligation))
    world.keep(name, world.add(Right(clause_id=clause.id, holder_id=parties[1].id, text="Memakai data")))
    amendment = Addendum(agreement_id=agreement.id, number=1, title="Laporan bulanan", rationale="Terlalu jarang")
    amendment.effective_on, amendment.based_on = date(2026, 12, 1), "0" * 64
    amendment.drafted_by_id, amendment.drafted_at = agreement.keeper_id, MADE
    amendment.changed_at = amendment.sent_at = MADE
    world.keep(name, world.add(amendment))
    change = ClauseChange(
        amendment_id=amendment.id, clause_id=clause.id, number="Pasal 5", heading="Mutu", text="Bulanan"
    )
    world.add(change)
