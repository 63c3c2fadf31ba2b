"""What programs do with digests, from the frozen record to the answer of leadership."""

import io
from datetime import UTC, date, datetime

import pypdf
import pytest

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from commitments.registry.rules import Delivery
from insights.digests.models import Digest, DigestState
from tests.factories import CommitmentFactory, CoordinatorFactory, LeadershipFactory, PersonFactory, SessionFactory

pytestmark = pytest.mark.usefixtures("clock")

NOVEMBER = {"kind": "monthly", "period": "2026-11"}
QUESTION = {
    "title": "Perpanjangan PKS Data",
    "why": "Berakhir 8 Januari 2027.",
    "choices": "Perpanjang 12 bulan\nBiarkan berakhir",
    "by": "2026-12-09",
}


@pytest.fixture
def coordinator(as_program):
    return as_program(CoordinatorFactory())


@pytest.fixture
def leader(as_program):
    return as_program(LeadershipFactory(name="Pimpinan"))


@pytest.fixture
def begun(coordinator):
    """The path of the digest of November."""
    CommitmentFactory(title="Sudah lewat", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4))
    return f"/digests/{coordinator.post('/digests', NOVEMBER, status=201).json['id']}"


def told(answer):
    return [fault["path"] for fault in answer.json["errors"]]


def test_a_period_is_frozen_once(coordinator, begun):
    digest = coordinator.get(begun).json
    assert (digest["kind"], digest["period"], digest["state"], digest["revision"]) == ("monthly", "2026-11", "draft", 1)
    assert [row["title"] for row in digest["snapshot"]["worst"]] == ["Sudah lewat"]
    CommitmentFactory(title="Baru", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 1))
    again = coordinator.post("/digests", NOVEMBER, status=201)
    assert again.json == digest
    assert again.headers["Location"].endswith(begun)


@pytest.mark.parametrize(
    "changes, paths",
    [
        ({"kind": "daily"}, ["/kind"]),
        ({"period": "2026-W44"}, ["/period"]),
        ({"period": "2027-05"}, ["/period"]),
        ({"period": "2026-10"}, ["/period"]),
    ],
)
def test_what_is_no_period_on_record_is_refused(coordinator, begun, changes, paths):
    assert told(coordinator.post("/digests", NOVEMBER | changes, status=422)) == paths


def test_a_digest_is_written_asked_about_and_released(coordinator, leader, begun):
    leader.get(begun, status=404)
    seen = coordinator.get(begun).headers["ETag"]
    assert coordinator.patch(begun, {"lead": "Satu terlambat."}, match=seen).json["lead"] == "Satu terlambat."
    coordinator.patch(begun, {"lead": "Lain"}, match=seen, status=412)
    assert told(coordinator.post(f"{begun}/asks", QUESTION | {"choices": "Satu"}, status=422)) == ["/choices"]
    for title in ("Ditarik", "Perpanjangan PKS Data"):
        coordinator.post(f"{begun}/asks", QUESTION | {"title": title})
    (asked,) = coordinator.delete(f"{begun}/asks/1", status=200).json["asks"]
    assert (asked["number"], asked["title"], asked["options"], asked["answer"]) == (
        1,
        "Perpanjangan PKS Data",
        ["Perpanjang 12 bulan", "Biarkan berakhir"],
        None,
    )
    coordinator.delete(f"{begun}/asks/7", status=404)
    released = coordinator.post(f"{begun}/release").json
    assert (released["state"], released["released_at"]) == ("released", "2026-11-24T02:00:00Z")
    assert "digest.released" in db.session.scalars(db.select(AuditRow.action)).all()
    assert leader.get(begun).json == released
    coordinator.patch(begun, {"lead": "Terlambat"}, status=409)


def test_leadership_answers_once(coordinator, leader, begun):
    coordinator.post(f"{begun}/asks", QUESTION)
    coordinator.post(f"{begun}/release")
    coordinator.post(f"{begun}/asks/1/answer", {"answer": "Ya"}, status=403)
    assert told(leader.post(f"{begun}/asks/1/answer", {}, status=422)) == ["/answer"]
    (answered,) = leader.post(f"{begun}/asks/1/answer", {"answer": "Perpanjang"}).json["asks"]
    assert (answered["answer"], answered["answered_by"]) == ("Perpanjang", "Pimpinan")
    leader.post(f"{begun}/asks/1/answer", {"answer": "Tidak"}, status=409)
    assert (answered["option"], answered["outcomes"]) == (None, [])
    leader.post(f"{begun}/asks/2/answer", {"answer": "Tidak"}, status=404)
    leader.patch(begun, {"lead": "Lain"}, status=403)


def test_leadership_chooses_an_option_by_its_number_and_may_add_words(coordinator, leader, begun):
    for _ in range(2):
        coordinator.post(f"{begun}/asks", QUESTION)
    coordinator.post(f"{begun}/release")
    assert told(leader.post(f"{begun}/asks/1/answer", {"option": 3}, status=422)) == ["/option"]
    assert told(leader.post(f"{begun}/asks/1/answer", {"option": 0}, status=422)) == ["/option"]
    leader.post(f"{begun}/asks/1/answer", {"option": 2})
    first, second = leader.post(f"{begun}/asks/2/answer", {"option": 1, "answer": "Segera."}).json["asks"]
    assert (first["option"], first["answer"]) == (2, "Biarkan berakhir")
    assert (second["option"], second["answer"]) == (1, "Perpanjang 12 bulan. Segera.")


def test_a_draft_is_discarded_and_its_period_has_a_new_one(coordinator, begun):
    seen = coordinator.get(begun).headers["ETag"]
    coordinator.patch(begun, {"lead": "Lama"})
    coordinator.delete(begun, match=seen, status=412)
    coordinator.delete(begun, status=204)
    coordinator.get(begun, status=404)
    CommitmentFactory(title="Baru", delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 1))
    again = coordinator.post("/digests", NOVEMBER, status=201).json
    assert (again["code"], again["lead"]) == ("RGK-2026-11", "")
    assert {row["title"] for row in again["snapshot"]["worst"]} == {"Sudah lewat", "Baru"}


def test_a_released_digest_is_revised_with_a_reason(coordinator, begun):
    coordinator.post(f"{begun}/revise", {"reason": "Angka"}, status=409)
    coordinator.post(f"{begun}/release")
    assert told(coordinator.post(f"{begun}/revise", {}, status=422)) == ["/reason"]
    revised = coordinator.post(f"{begun}/revise", {"reason": "Angka salah"}, status=201)
    assert (revised.json["revision"], revised.json["reason"], revised.json["state"]) == (2, "Angka salah", "draft")
    assert not revised.headers["Location"].endswith(begun)


def test_the_paper_is_the_same_as_on_the_page(coordinator, begun):
    reader = pypdf.PdfReader(io.BytesIO(coordinator.get(f"{begun}/pdf").data))
    assert "Sudah lewat" in reader.pages[0].extract_text()


def test_everyone_lists_what_they_may_read(coordinator, leader, as_program, begun, queries):
    member = as_program(PersonFactory())
    with queries(at_most=4) as few:
        assert [one["period"] for one in coordinator.get("/digests").json["items"]] == ["2026-11"]
    assert leader.get("/digests").json["items"] == []
    digest = db.session.scalars(db.select(Digest)).one()
    digest.state = DigestState.RELEASED
    assert len(leader.get("/digests").json["items"]) == 1
    assert member.get("/digests").json["items"] == []
    digest.classification = Classification.PUBLIC
    assert [one["code"] for one in member.get("/digests").json["items"]] == ["RGK-2026-11"]
    assert member.get(begun).json["state"] == "released"
    member.post("/digests", NOVEMBER, status=403)
    SessionFactory(starts_at=datetime(2026, 1, 7, 2, tzinfo=UTC))
    for month in range(1, 9):
        coordinator.post("/digests", {"kind": "monthly", "period": f"2026-0{month}"}, status=201)
    with queries(at_most=len(few)):
        assert len(coordinator.get("/digests").json["items"]) == 9


def test_the_list_is_narrowed_and_ordered_as_asked(coordinator, begun):
    SessionFactory(starts_at=datetime(2026, 10, 28, 2, tzinfo=UTC))
    coordinator.post("/digests", {"kind": "weekly", "period": "2026-W44"}, status=201)
    coordinator.post(f"{begun}/release")

    def periods(**query):
        return [one["period"] for one in coordinator.get("/digests", **query).json["items"]]

    assert periods(kind="weekly") == ["2026-W44"]
    assert periods(state="released") == ["2026-11"]
    assert periods(period="2026-11") == ["2026-11"]
    assert periods(q="w44") == ["2026-W44"]
    assert periods(sort="-code") == ["2026-W44", "2026-11"]
    assert "snapshot" not in coordinator.get("/digests").json["items"][0]
