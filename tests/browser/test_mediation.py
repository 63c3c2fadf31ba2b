"""Two sides and a mediator settle a dispute on phones, without JavaScript on one of them."""

from __future__ import annotations

from datetime import date

import pytest

from app.accounts.models import Person
from app.circles.models import Steward, StewardRole
from app.clock import utc_now
from app.database import db
from commitments.disputes.actions import Statement, dispute
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification
from tests.commitments.conftest import town as town
from tests.factories import PersonFactory

pytestmark = pytest.mark.one_database

QUESTION = "Apakah jeda 60 detik memenuhi kriteria waktu nyata?"


@pytest.fixture
def disputed(town):
    """A returned delivery that its owner disputes, and the path of its record."""
    town.facilitator = PersonFactory(name="Fasilitator", organisation=town.community)
    db.session.add(Steward(circle_id=town.circle.id, person_id=town.facilitator.id, role=StewardRole.FACILITATOR))
    commitment = town.promised(Delivery.IN_PROGRESS, verification=Verification.RETURNED, accepted_on=date(2026, 11, 1))
    statement = Statement(holds="Ya, 60 detik cukup", reason="Kriteria tanpa angka.", interests="Biaya naik dua kali.")
    dispute(commitment, QUESTION, statement, by=db.session.get_one(Person, town.owner.id), at=utc_now())
    db.session.commit()
    return commitment.id


def test_a_dispute_is_mediated_and_settled_on_phones(town, disputed, pages, axe):
    path = f"/commitments/{disputed}/mediation"
    owner = pages(town.owner, width=360, script=False)
    verifier, facilitator = pages(town.verifier, width=360), pages(town.facilitator, width=360)
    verifier.goto(f"/commitments/{disputed}")
    verifier.get_by_role("link", name="Lanjutkan mediasi").click()
    axe(verifier)
    verifier.get_by_role("link", name="Tulis posisi kami").click()
    verifier.get_by_label("Posisi Anda").fill("Belum, perlu 30 detik")
    axe(verifier)
    verifier.get_by_role("button", name="Simpan").click()

    facilitator.goto(path)
    facilitator.get_by_role("link", name="Usulkan hasil").click()
    facilitator.get_by_label("Kriteria baru").check()
    facilitator.get_by_label("Isi kesepakatan").fill("Jeda paling lama 60 detik")
    axe(facilitator)
    facilitator.get_by_role("button", name="Minta persetujuan kedua pihak").click()

    for phone in (owner, verifier):
        phone.goto(path)
        assert phone.get_by_text("Jeda paling lama 60 detik").is_visible()
        phone.get_by_role("button", name="Setuju").click()
    verifier.goto(path)
    axe(verifier)
    commitment = db.session.get_one(Commitment, disputed, populate_existing=True)
    assert commitment.criteria_lines[-1] == "Jeda paling lama 60 detik"
    db.session.commit()
