"""A signed agreement with a year of history: met on time, met late, awaiting verification, late, and not due yet."""

from datetime import date, datetime

import pytest

from agreements.clauses.models import obligation_commitments
from agreements.clauses.rules import Frequency
from agreements.registry.rules import Stage
from app.clock import zone
from app.database import db
from commitments.delivery.models import Act, Evidence, Update
from commitments.registry.rules import Delivery, Verification, Visibility
from tests.factories import CommitmentFactory, RightFactory

CLOSED = {"delivery": Delivery.CLOSED, "verification": Verification.MET}


def at(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=zone())


@pytest.fixture
def history(pact):
    """The agreement of `pact` with that history; `history.add` adds a commitment of an obligation."""
    pact.at_stage(Stage.SIGNED, signed_on=date(2026, 1, 8), effective_on=date(2026, 1, 9), expires_on=date(2027, 1, 8))
    stream = pact.obliged(
        text="Aliran data sensor",
        debtor_id=pact.party(pact.agency).id,
        frequency=Frequency.QUARTERLY,
        verifier_id=pact.party(pact.unit).id,
        first_due=date(2026, 3, 31),
        next_due=None,
    )
    report = pact.obliged(text="Laporan mutu data", position=2, frequency=Frequency.QUARTERLY, next_due=None)
    catalogue = pact.obliged(text="Katalog metadata", position=3, next_due=None)

    def add(obligation, responsible, verifier, first_due, **more):
        commitment = CommitmentFactory(
            circle=pact.agreement.circle,
            responsible=responsible,
            verifier=verifier,
            visibility=Visibility.PARTIES,
            first_due=first_due,
            **more,
        )
        link = obligation_commitments.insert()
        db.session.execute(link.values(obligation_id=obligation.id, commitment_id=commitment.id, period=first_due))
        db.session.commit()
        return commitment

    add(stream, pact.agency, pact.unit, date(2026, 3, 31), met_on=date(2026, 3, 28), **CLOSED)
    pact.late = add(
        report,
        pact.community,
        pact.agency,
        date(2026, 6, 15),
        current_due=date(2026, 7, 10),
        met_on=date(2026, 7, 8),
        **CLOSED,
    )
    add(
        report,
        pact.community,
        pact.agency,
        date(2026, 11, 13),
        current_due=date(2026, 11, 27),
        delivery=Delivery.SUBMITTED,
        submitted_at=at(date(2026, 11, 20)),
    )
    add(
        catalogue,
        pact.community,
        pact.agency,
        date(2026, 11, 4),
        current_due=date(2026, 11, 18),
        delivery=Delivery.IN_PROGRESS,
    )
    add(stream, pact.agency, pact.unit, date(2026, 12, 31), delivery=Delivery.ACCEPTED)
    said = Update(commitment_id=pact.late.id, act=Act.EXTENSION_ASKED, at=at(date(2026, 6, 10)), by_id=pact.citizen.id)
    said.text = "Dua titik belum melapor"
    said.evidence = [Evidence(commitment_id=pact.late.id, link="https://contoh.example/laporan")]
    db.session.add(said)
    pact.community.short_name = "FWD"
    pact.right = RightFactory(clause=pact.clause, holder_id=pact.party(pact.community).id, text="Memakai data sensor")
    pact.add, pact.catalogue = add, catalogue
    db.session.commit()
    return pact
