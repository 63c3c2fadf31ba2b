"""The record of a delivery: written, issued as a paper, and signed."""

from datetime import date
from io import BytesIO

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.circles.actions import classify
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.pdf.models import Paper
from commitments.delivery import actions as delivery
from commitments.delivery.models import Evidence
from commitments.receipts.rules import criteria_shown, is_delivered, with_evidence
from commitments.registry.rules import Delivery, Verification

R = "commitments.receipts"
FORM = {
    "number": "DEMO/BAST/1/2026",
    "dated": "2026-11-24",
    "place": "Balai Kota",
    "handed_over": "Katalog 24 sensor, satu berkas",
    "items": ["1", "2"],
    "closing": "Demikian dibuat dengan sebenarnya.",
    "signatories": "; Kepala Dinas; Dinas Kesehatan\nVera; ; Dinas Kominfotik",
    "version": "0",
}


def text_of(content):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages).split())


@pytest.fixture
def delivered(town):
    """A delivery that was submitted with a link as evidence of its first criterion."""
    commitment = town.promised(
        Delivery.IN_PROGRESS, accepted_on=date(2026, 11, 1), criteria="Memuat 24 sensor\nTersedia sebagai CSV"
    )
    report = delivery.Report(progress=100, text="Selesai", links=("https://hasil.example/1",), criterion=1)
    delivery.submit(commitment, report, by=town.owner, at=utc_now())
    db.session.commit()
    return commitment


def test_it_is_a_draft_without_a_number_and_names_parties_criteria_and_evidence(town, as_user, delivered):
    at = {"commitment_id": delivered.id}
    words = text_of(as_user(town.owner).get(f"{R}.pdf", **at).data)
    for expected in ("BERITA ACARA SERAH TERIMA", "DRAF", "Dinas Kesehatan", "Tersedia sebagai CSV", "hasil.example"):
        assert expected in words
    as_user(town.member).get(f"{R}.pdf", status=403, **at)


def test_with_a_number_it_is_registered_and_a_later_version_replaces_it(town, as_user, delivered, client):
    at = {"commitment_id": delivered.id}
    as_user(town.owner).post(f"{R}.write", FORM, **at)
    (paper,) = db.session.scalars(select(Paper))
    assert (paper.kind, paper.state, paper.subject_id) == ("delivery_record", "issued", delivered.id)
    assert paper.sha256[:4] in text_of(as_user(town.verifier).get(f"{R}.pdf", **at).data)
    assert "Berita acara serah terima" in client.get(f"/verify/{paper.sha256}").text
    as_user(town.verifier).post(f"{R}.write", {**FORM, "place": "Kantor"}, status=409, **at)
    as_user(town.verifier).post(f"{R}.write", {**FORM, "place": "Kantor", "version": "1"}, **at)
    assert {one.state for one in db.session.scalars(select(Paper))} == {"issued", "replaced"}


def test_the_signed_copy_is_evidence_of_the_criteria_that_it_covers(town, as_user, delivered):
    at = {"commitment_id": delivered.id}
    scan = {"file": (BytesIO(b"%PDF-1.7\n%%EOF"), "bast.pdf")}
    as_user(town.owner).post(f"{R}.add_signed", {"file": (BytesIO(b"%PDF-1.7\n%%EOF"), "a.pdf")}, status=409, **at)
    as_user(town.owner).post(f"{R}.write", {**FORM, "items": ["2"]}, **at)
    (paper,) = db.session.scalars(select(Paper))
    as_user(town.verifier).post(f"{R}.add_signed", scan, **at)
    signed = db.session.scalars(select(Evidence).where(Evidence.file_id.is_not(None))).one()
    assert signed.criterion == 2
    assert paper.sha256[:4] in text_of(as_user(town.owner).get(f"{R}.pdf", **at).data)
    assert "Salinan bertanda tangan ditambahkan" in as_user(town.owner).get("commitments.registry.show", **at).words


def test_a_signed_copy_is_kept_when_none_of_its_criteria_is_left(town, as_user, delivered):
    at = {"commitment_id": delivered.id}
    as_user(town.owner).post(f"{R}.write", {**FORM, "items": ["2"]}, **at)
    delivered.criteria = "Memuat 24 sensor"
    db.session.commit()
    as_user(town.owner).post(f"{R}.add_signed", {"file": (BytesIO(b"%PDF-1.7\n%%EOF"), "bast.pdf")}, **at)
    assert db.session.scalars(select(Evidence).where(Evidence.file_id.is_not(None))).one().criterion is None


def test_before_the_delivery_there_is_none(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS)
    as_user(town.owner).post(f"{R}.write", {**FORM, "items": ["1"]}, commitment_id=commitment.id, status=409)


def test_a_reclassified_circle_closes_its_registered_records(town, as_user, delivered):
    as_user(town.owner).post(f"{R}.write", FORM, commitment_id=delivered.id)
    classify(town.circle, Classification.RESTRICTED, by=town.coordinator, at=utc_now())
    db.session.commit()
    assert db.session.scalars(select(Paper)).one().classification is Classification.RESTRICTED


def test_programs_write_it(town, as_program, delivered):
    path = f"/commitments/{delivered.id}/delivery-record"
    read = as_program(town.owner).get(path)
    sent = {"number": "BA/1", "place": "Kantor"}
    changed = as_program(town.owner).patch(path, sent, headers={"If-Match": read.headers["ETag"]}).json
    assert (changed["number"], changed["place"], len(changed["evidence"])) == ("BA/1", "Kantor", 1)


@pytest.mark.parametrize("delivery_", Delivery)
@pytest.mark.parametrize("verification", Verification)
def test_only_deliveries_are_recorded(delivery_, verification):
    closed = delivery_ is Delivery.CLOSED and verification in {Verification.MET, Verification.PARTIALLY_MET}
    assert is_delivered(delivery_, verification) is (delivery_ is Delivery.SUBMITTED or closed)


@given(st.lists(st.integers(0, 9)), st.integers(1, 8))
def test_a_signed_copy_shows_what_the_record_covers(covered, count):
    shown = criteria_shown(covered, count)
    if shown == [None]:
        assert set(range(1, count + 1)) <= set(covered)
    else:
        assert set(shown) == set(covered) & set(range(1, count + 1))


def test_evidence_of_all_criteria_stands_beside_each():
    items = [{"number": 1, "wording": "a"}, {"number": 3, "wording": "c"}]
    evidence = [{"criterion": 3}, {"criterion": None}]
    assert [one["evidence"] for one in with_evidence(items, evidence)] == [[2], [1, 2]]
