"""What programs do with circular decisions."""

import pytest

from tests.forums.circular.conftest import TEXT, close, vote

NEW = {
    "title": "Jadwal uji coba",
    "text": "Uji coba mulai 7 Desember.",
    "why": "Mendesak.",
    "day": "2026-12-02",
    "time": "16:00",
}


@pytest.fixture
def path(it):
    return f"/circulars/{it.circular.id}"


def choices(told):
    return {one["organisation"]: one["choice"] for one in told["seats"]}


def test_a_program_drafts_changes_and_circulates(it, as_program):
    coordinator = as_program(it.coordinator)
    made = coordinator.post(f"/forums/{it.forum.slug}/circulars", NEW, status=201).json
    assert (made["code"], made["state"], made["circulated_at"]) == ("SIR-2026-002", "draft", None)
    as_program(it.member).get(f"/circulars/{made['id']}", status=404)
    changed = coordinator.post(f"/circulars/{made['id']}/change", {**NEW, "basis": "KEP-2026-014"}).json
    assert changed["basis"] == "KEP-2026-014"
    assert coordinator.post(f"/circulars/{made['id']}/circulate").json["state"] == "circulating"
    coordinator.post(f"/circulars/{made['id']}/change", NEW, status=409)
    listed = as_program(it.member).get("/circulars", forum=it.forum.slug, state="circulating").json
    assert {one["code"] for one in listed["items"]} == {"SIR-2026-001", "SIR-2026-002"}


def test_a_program_votes_for_its_owner_and_sees_the_others_after_that(it, as_program, path):
    vote(it, "company", "agree_with_note", "Foto disimpan satu tahun.")
    vote(it, "secretariat", "discuss", "Siapa yang bertanggung jawab?")
    member = as_program(it.member)
    told = member.get(f"{path}/votes").json
    assert choices(told) == {
        "BLUD Jakarta Smart City": "discuss",
        "Dinas Kesehatan": None,
        "PT Mitra Solusi Kota (Contoh)": None,
    }
    assert "satu tahun" not in str(told)
    member.get(f"{path}/history", status=403)
    member.post(f"{path}/vote", {"choice": "agree_with_note"}, status=422)
    told = member.post(f"{path}/vote", {"choice": "disagree", "reason": "Belum siap."}).json
    assert choices(told)["PT Mitra Solusi Kota (Contoh)"] == "agree_with_note"
    member.post(f"{path}/vote", {"choice": "agree"})
    history = member.get(f"{path}/history").json["items"]
    own = [one for one in history if one["seat_id"] == str(it.seats["agency"].id)]
    assert {one["choice"]: one["replaced_at"] is None for one in own} == {"disagree": False, "agree": True}


def test_a_coordinator_records_replies_extends_and_withdraws(it, as_program, path):
    coordinator = as_program(it.coordinator)
    body = {"seat": str(it.seats["company"].id), "choice": "abstain", "source": "letter", "evidence": "12/2026"}
    told = coordinator.post(f"{path}/record-vote", body).json
    (company,) = (one for one in told["seats"] if one["seat_id"] == body["seat"])
    assert (company["choice"], company["recorded"], company["evidence"]) == ("abstain", "letter", "12/2026")
    coordinator.post(f"{path}/reply", {"text": "Pemohon."})
    assert [one["text"] for one in as_program(it.member).get(f"{path}/votes").json["replies"]] == ["Pemohon."]
    coordinator.post(f"{path}/remind")
    extended = coordinator.post(f"{path}/extend", {"day": "2026-12-03", "time": "16:00"}).json
    assert extended["first_ends_at"] == "2026-11-30T09:00:00Z"
    assert coordinator.post(f"{path}/withdraw", {"reason": "Salah naskah."}).json["state"] == "withdrawn"
    as_program(it.member).post(f"{path}/vote", {"choice": "agree"}, status=409)


def test_a_program_reads_the_decision_that_it_became(it, as_program, path, clock):
    vote(it, "agency", "agree")
    vote(it, "company", "agree")
    close(it, clock)
    told = as_program(it.observer).get(path).json
    assert told["state"] == "adopted"
    assert as_program(it.member).get(f"/decisions/{told['decision_id']}").json["text"] == TEXT
