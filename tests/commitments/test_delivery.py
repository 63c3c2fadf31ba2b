"""Answering, reporting, handing over, verifying."""

import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.database import db
from app.mail.outbox.models import Mail
from commitments.delivery.models import Act, Evidence, Source, Update
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry.rules import Delivery, Verification

D = "commitments.delivery"
V = "commitments.verification"
SAID = {"source": "telephone", "said_on": "23/11/2026"}


def acts(commitment) -> list[Act]:
    query = select(Update.act).where(Update.commitment_id == commitment.id).order_by(Update.at, Update.id)
    return list(db.session.scalars(query))


def told() -> list[str]:
    return [mail.subject.partition(":")[0] for mail in db.session.scalars(select(Mail).order_by(Mail.created_at))]


def test_the_responsible_party_accepts_in_one_click(town, as_user):
    commitment = town.promised()
    as_user(town.owner).post(f"{D}.accept", commitment_id=commitment.id)
    assert commitment.delivery is Delivery.ACCEPTED
    assert commitment.accepted_on == date(2026, 11, 24)
    assert acts(commitment) == [Act.ACCEPTED]


def test_it_declines_with_a_reason_that_must_be_given(town, as_user):
    commitment = town.promised()
    as_user(town.owner).post(f"{D}.decline", {"reason": " "}, commitment_id=commitment.id, status=422)
    as_user(town.owner).post(f"{D}.decline", {"reason": "Bukan tugas kami"}, commitment_id=commitment.id)
    assert commitment.delivery is Delivery.DECLINED
    as_user(town.owner).post(f"{D}.accept", commitment_id=commitment.id, status=422)


def test_a_counter_proposed_date_becomes_the_first_due_date_when_taken(town, as_user):
    commitment = town.promised()
    other = {"due": "30 Desember 2026", "reason": "Menunggu anggaran"}
    as_user(town.owner).post(f"{D}.counter_propose", other, commitment_id=commitment.id)
    assert commitment.delivery is Delivery.COUNTER_PROPOSED
    as_user(town.owner).post(f"{D}.agree_to_date", commitment_id=commitment.id, status=403)
    as_user(town.coordinator).post(f"{D}.agree_to_date", commitment_id=commitment.id)
    assert commitment.delivery is Delivery.ACCEPTED
    assert commitment.first_due == commitment.current_due == date(2026, 12, 30)


def test_insisting_asks_again_for_the_first_date(town, as_user):
    commitment = town.promised(Delivery.COUNTER_PROPOSED, counter_due=date(2026, 12, 30))
    as_user(town.verifier).post(f"{D}.insist_on_date", {"reason": "Perlu lebih cepat"}, commitment_id=commitment.id)
    assert commitment.delivery is Delivery.PROPOSED
    assert commitment.current_due == date(2026, 12, 18)


def shown_first_due(town, as_user):
    """Return what the page says of the first due date, or None where it names none."""
    page = as_user(town.owner).get("commitments.registry.show", commitment_id=town.commitment.id)
    label = page.soup.find("dt", string=lambda said: said and "Tenggat pertama" in said)
    return f"{label.text}: {label.find_next('dd').get_text(' ', strip=True)}" if label else None


def test_before_both_sides_agree_there_is_no_first_due_date(town, as_user, as_program):
    commitment = town.promised()
    where = {"commitment_id": commitment.id}
    assert shown_first_due(town, as_user) is None
    assert as_program(town.owner).get(f"/commitments/{commitment.id}").json["first_due"] is None
    later = {"due": "30 Desember 2026", "reason": "Sensor baru dikalibrasi Desember"}
    as_user(town.owner).post(f"{D}.counter_propose", later, **where)
    assert shown_first_due(town, as_user) is None
    assert as_program(town.owner).get(f"/commitments/{commitment.id}").json["first_due"] is None


@pytest.mark.parametrize("taken", [True, False])
def test_the_first_due_date_is_the_one_agreed_and_extensions_never_move_it(town, as_user, as_program, clock, taken):
    commitment = town.promised()
    owner, coordinator, where = as_user(town.owner), as_user(town.coordinator), {"commitment_id": commitment.id}
    owner.post(f"{D}.counter_propose", {"due": "30 Desember 2026", "reason": "Kalibrasi"}, **where)
    if taken:
        coordinator.post(f"{D}.agree_to_date", **where)
    else:
        coordinator.post(f"{D}.insist_on_date", {"reason": "Dipakai dalam rapat"}, **where)
        owner.post(f"{D}.accept", **where)
    agreed = date(2026, 12, 30) if taken else date(2026, 12, 18)
    said = "Rabu, 30 Desember 2026" if taken else "Jumat, 18 Desember 2026"
    for later in ("10 Januari 2027", "20 Januari 2027"):
        owner.post("commitments.extensions.ask", {"due": later, "reason": "Kalibrasi diulang"}, **where)
        asked = db.session.scalars(select(Extension).where(Extension.state == ExtensionState.ASKED)).one()
        coordinator.post("commitments.extensions.approve", extension_id=asked.id)
    assert (commitment.first_due, commitment.current_due) == (agreed, date(2027, 1, 20))
    assert as_program(town.owner).get(f"/commitments/{commitment.id}").json["first_due"] == agreed.isoformat()
    shown = shown_first_due(town, as_user)
    assert shown.startswith("Tenggat pertama (disepakati Sel 24 Nov): ")
    assert said in shown


def test_progress_with_a_file_and_a_link_is_in_the_timeline(town, as_user):
    commitment = town.promised(Delivery.ACCEPTED)
    as_user(town.owner).post(
        f"{D}.report",
        {
            "progress": "60",
            "text": "Lokasi lengkap",
            "link": "https://example.org/data",
            "files": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "laporan.pdf"),
        },
        commitment_id=commitment.id,
    )
    assert (commitment.delivery, commitment.progress) == (Delivery.IN_PROGRESS, 60)
    pieces = db.session.scalars(select(Evidence)).all()
    assert {bool(piece.file_id) for piece in pieces} == {True, False}
    page = as_user(town.member).get("commitments.registry.show", commitment_id=commitment.id)
    assert "laporan.pdf" in page.words
    file = next(piece for piece in pieces if piece.file_id)
    answer = as_user(town.member).get(f"{D}.evidence", evidence_id=file.id)
    assert answer.data.startswith(b"%PDF")
    as_user(town.stranger).get(f"{D}.evidence", evidence_id=file.id, status=404)


def test_a_disguised_file_is_refused_beside_its_field_and_nothing_is_recorded(town, as_user):
    commitment = town.promised(Delivery.ACCEPTED)
    answer = as_user(town.owner).post(
        f"{D}.report",
        {"progress": "60", "text": "Sudah saya ketik", "files": (io.BytesIO(b"MZ\x90\x00evil"), "laporan.pdf")},
        commitment_id=commitment.id,
        status=422,
    )
    assert "Sudah saya ketik" in answer.words
    assert commitment.progress == 0
    assert acts(commitment) == []


def test_handing_over_needs_evidence(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS)
    report = {"progress": "100", "text": "Selesai"}
    as_user(town.owner).post(f"{D}.submit", report, commitment_id=commitment.id, status=422)
    assert commitment.delivery is Delivery.IN_PROGRESS
    as_user(town.owner).post(
        f"{D}.submit", {**report, "link": "https://example.org/hasil"}, commitment_id=commitment.id
    )
    assert commitment.delivery is Delivery.SUBMITTED
    assert "Untuk diverifikasi" in told()


def test_a_confirmed_delivery_is_on_time_by_the_day_of_its_submission(town, as_user):
    commitment = town.promised(Delivery.SUBMITTED, submitted_at=datetime(2026, 12, 18, 16, 30, tzinfo=UTC))
    as_user(town.verifier).post(f"{V}.confirm", commitment_id=commitment.id)
    assert (commitment.delivery, commitment.verification) == (Delivery.CLOSED, Verification.MET)
    assert commitment.met_on == date(2026, 12, 18)
    assert commitment.facts.was_on_time


def test_the_responsible_party_may_not_verify_itself(town, as_user):
    commitment = town.promised(Delivery.SUBMITTED)
    as_user(town.owner).post(f"{V}.confirm", commitment_id=commitment.id, status=403)
    as_user(town.coordinator).post(f"{V}.confirm", commitment_id=commitment.id, status=403)
    as_user(town.stranger).post(f"{V}.confirm", commitment_id=commitment.id, status=404)
    assert commitment.verification is Verification.UNVERIFIED


def test_a_delivery_is_sent_back_with_a_reason(town, as_user):
    commitment = town.promised(Delivery.SUBMITTED)
    as_user(town.verifier).post(f"{V}.send_back", {"reason": ""}, commitment_id=commitment.id, status=422)
    as_user(town.verifier).post(f"{V}.send_back", {"reason": "Kolom satuan kosong"}, commitment_id=commitment.id)
    assert (commitment.delivery, commitment.verification) == (Delivery.IN_PROGRESS, Verification.RETURNED)
    mail = db.session.scalars(select(Mail).where(Mail.recipient == town.owner.email)).one()
    assert "Kolom satuan kosong" in mail.text


def test_partly_met_continues_or_is_closed_by_the_coordinator(town, as_user):
    commitment = town.promised(Delivery.SUBMITTED)
    as_user(town.verifier).post(f"{V}.find_partly_met", {"reason": "3 titik kurang"}, commitment_id=commitment.id)
    assert (commitment.delivery, commitment.verification) == (Delivery.IN_PROGRESS, Verification.PARTIALLY_MET)
    as_user(town.verifier).post(f"{V}.close", {"reason": "Cukup"}, commitment_id=commitment.id, status=403)
    as_user(town.coordinator).post(f"{V}.close", {"reason": "Cukup"}, commitment_id=commitment.id)
    assert commitment.delivery is Delivery.CLOSED
    assert commitment.facts.was_on_time is None


def test_a_coordinator_records_on_behalf_with_a_source_and_the_party_is_told(town, as_user):
    commitment = town.promised()
    coordinator = as_user(town.coordinator)
    coordinator.post(f"{D}.accept", commitment_id=commitment.id, status=422)
    coordinator.post(f"{D}.accept", {**SAID, "said_on": "1/1/2030"}, commitment_id=commitment.id, status=422)
    coordinator.post(f"{D}.accept", SAID, commitment_id=commitment.id)
    update = db.session.scalars(select(Update)).one()
    assert (update.source, update.said_on) == (Source.TELEPHONE, date(2026, 11, 23))
    assert "Dicatat atas nama Anda" in told()
    words = as_user(town.owner).get("commitments.registry.show", commitment_id=commitment.id).words
    assert "dicatat oleh Koordinator JSC" in words


def test_a_barrier_blocks_a_commitment_until_it_is_removed(town, as_user):
    commitment = town.promised(Delivery.ACCEPTED)
    barrier = {"kind": "system", "text": "Akun belum aktif", "remover": str(town.it.id)}
    as_user(town.owner).post("commitments.blockers.block", barrier, commitment_id=commitment.id)
    assert commitment.delivery is Delivery.BLOCKED
    words = as_user(town.verifier).get("commitments.registry.show", commitment_id=commitment.id).words
    assert "Akun belum aktif" in words
    as_user(town.owner).post("commitments.blockers.unblock", {"note": "Sudah aktif"}, commitment_id=commitment.id)
    assert commitment.delivery is Delivery.IN_PROGRESS


@pytest.mark.parametrize("answerer", ["verifier", "coordinator"])
def test_a_later_date_is_granted_by_others_and_the_first_one_stays(town, as_user, answerer):
    commitment = town.promised(Delivery.IN_PROGRESS)
    later = {"due": "8 Januari 2027", "reason": "Akses belum tersedia"}
    as_user(town.verifier).post("commitments.extensions.ask", later, commitment_id=commitment.id, status=403)
    as_user(town.owner).post(
        "commitments.extensions.ask", {**later, "due": "1/12/2026"}, commitment_id=commitment.id, status=422
    )
    as_user(town.owner).post("commitments.extensions.ask", later, commitment_id=commitment.id)
    from commitments.extensions.queries import open_request

    wish = open_request(commitment.id)
    as_user(town.owner).post("commitments.extensions.approve", extension_id=wish.id, status=403)
    as_user(getattr(town, answerer)).post("commitments.extensions.approve", extension_id=wish.id)
    assert commitment.current_due == date(2027, 1, 8)
    assert commitment.first_due == date(2026, 12, 18)
    as_user(town.coordinator).post("commitments.extensions.deny", {"reason": "x"}, extension_id=wish.id, status=422)


def test_nobody_outside_learns_that_it_exists(town, as_user):
    commitment = town.promised()
    for name in ("accept", "decline", "counter_propose", "report"):
        as_user(town.stranger).get(f"{D}.{name}", commitment_id=commitment.id, status=404)
        as_user(town.member).get(f"{D}.{name}", commitment_id=commitment.id, status=403)


def test_the_empty_report_says_at_once_what_holds_now_and_to_whom(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS, progress=20)

    def asked(person):
        page = as_user(person).get("commitments.registry.show", commitment_id=commitment.id).soup
        form = page.select_one("form[action$='/report']")
        names = {one["name"] for one in form.select("[name]")} | {one["value"] for one in form.select("[value=done]")}
        tokens = {one["value"] for one in page.select("[name=csrf_token]")}
        return form.select_one("[name=progress]")["value"], names, tokens

    before, own, tokens = asked(town.owner)
    commitment.progress = 45
    after, on_behalf, others = asked(town.coordinator)
    assert (before, after) == ("20", "45")
    assert on_behalf - own == {"source", "said_on"}
    assert own - on_behalf == {"due"}
    assert (len(tokens), len(others), tokens & others) == (1, 1, set())
    commitment.delivery = Delivery.BLOCKED
    assert "done" in own
    assert "done" not in asked(town.owner)[1]
