"""Reports from phones: by buttons, with photos, each recorded once however often it is sent."""

import io
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import func, select

from app.database import db
from commitments.delivery.models import Act, Evidence, Situation, Update
from commitments.delivery.rules import moments_of, offered_progress
from commitments.extensions.models import Extension
from commitments.registry import notices
from commitments.registry.rules import Delivery
from tests.support.mail_links import link_to
from tests.support.visitors import Visitor

REPORT, RECEIVE = "commitments.delivery.report", "commitments.delivery.receive"
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


def photo() -> tuple[io.BytesIO, str]:
    taken = io.BytesIO()
    Image.new("RGB", (4, 3), "teal").save(taken, "JPEG")
    taken.seek(0)
    return taken, "titik-19.jpg"


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize(
    "progress, offered",
    [(0, [0, 20, 40]), (25, [25, 40, 60]), (40, [40, 60, 80]), (60, [60, 80]), (85, [85]), (100, [100])],
)
def test_a_report_offers_the_last_percentage_and_the_next_steps(progress, offered):
    assert offered_progress(progress) == offered


def test_moments_that_a_device_cannot_have_meant_are_left_out():
    good = NOW - timedelta(hours=1)
    words = [
        good.isoformat(),
        "-",
        "kemarin",
        (NOW + timedelta(days=1)).isoformat(),
        "1999-01-01T00:00:00Z",
        "2026-11-23",
    ]
    assert moments_of(" ".join(words), 7, NOW) == [good, *[None] * 6]
    assert moments_of(good.isoformat(), 0, NOW) == []
    assert moments_of("0001-01-01T00:00:00+10:00", 1, NOW) == [None]


def test_a_report_that_is_sent_again_is_recorded_once(town, as_user):
    commitment, owner = town.promised(Delivery.ACCEPTED), as_user(town.owner)
    report = {"report_id": str(uuid4()), "progress": "60", "taken": "2026-11-24T01:42:00.000Z"}
    for _time in range(2):
        answer = owner.post(RECEIVE, {**report, "files": photo()}, commitment_id=commitment.id, status=200)
        assert answer.json == {"recorded": True}
    owner.post(REPORT, {**report, "files": photo()}, commitment_id=commitment.id)
    assert (count(Update), count(Evidence)) == (1, 1)
    assert db.session.scalars(select(Evidence)).one().taken_at == datetime(2026, 11, 24, 1, 42, tzinfo=UTC)
    page = owner.get("commitments.registry.show", commitment_id=commitment.id)
    assert "diambil Sel 24 Nov pukul 08.42" in page.words
    owner.post(RECEIVE, {**report, "report_id": str(uuid4())}, commitment_id=commitment.id, status=200)
    assert count(Update) == 2


def test_a_report_that_is_refused_says_why_and_records_nothing(town, as_user):
    commitment = town.promised(Delivery.ACCEPTED)
    wrong = {"report_id": str(uuid4()), "progress": "60", "files": (io.BytesIO(b"MZ\x90\x00evil"), "foto.jpg")}
    answer = as_user(town.owner).post(RECEIVE, wrong, commitment_id=commitment.id, status=422)
    assert "tidak cocok" in answer.json["message"]
    as_user(town.stranger).post(RECEIVE, {"progress": "60"}, commitment_id=commitment.id, status=404)
    as_user(town.verifier).post(RECEIVE, {"progress": "60"}, commitment_id=commitment.id, status=403)
    assert count(Update) == 0


def test_who_chooses_done_submits_the_delivery_with_its_evidence(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS, progress=80)
    as_user(town.owner).post(RECEIVE, {"progress": "done"}, commitment_id=commitment.id, status=422)
    as_user(town.owner).post(RECEIVE, {"progress": "done", "files": photo()}, commitment_id=commitment.id, status=200)
    assert (commitment.delivery, commitment.progress) == (Delivery.SUBMITTED, 100)


def test_a_number_beside_the_buttons_counts(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS, progress=40)
    as_user(town.owner).post(REPORT, {"progress": ["40", "73"]}, commitment_id=commitment.id)
    assert commitment.progress == 73


def test_a_new_date_is_requested_with_the_report_and_needs_date_and_reason(town, as_user):
    commitment, owner = town.promised(Delivery.IN_PROGRESS, progress=40), as_user(town.owner)
    asks = {"progress": "60", "situation": "new_date"}
    owner.post(REPORT, asks, commitment_id=commitment.id, status=422)
    owner.post(REPORT, {**asks, "due": "30 Desember 2026"}, commitment_id=commitment.id, status=422)
    whole = {**asks, "due": "30 Desember 2026", "text": "Sensor terlambat datang"}
    owner.post(REPORT, {**whole, "due": "25 November 2026"}, commitment_id=commitment.id, status=422)
    assert (count(Update), count(Extension)) == (0, 0)
    owner.post(REPORT, whole, commitment_id=commitment.id)
    assert db.session.scalars(select(Extension)).one().reason == "Sensor terlambat datang"
    assert set(db.session.scalars(select(Update.act))) == {Act.PROGRESS, Act.EXTENSION_ASKED}


@pytest.mark.parametrize("situation", [Situation.WAITING, Situation.NEEDS_HELP])
def test_the_situation_is_in_the_timeline_and_help_is_asked_for(town, as_user, situation):
    commitment = town.promised(Delivery.IN_PROGRESS)
    as_user(town.owner).post(REPORT, {"progress": "0", "situation": situation.value}, commitment_id=commitment.id)
    update = db.session.scalars(select(Update)).one()
    assert (update.situation, update.help_needed) == (situation, situation is Situation.NEEDS_HELP)
    words = as_user(town.member).get("commitments.registry.show", commitment_id=commitment.id).words
    assert {"waiting": "Menunggu pihak lain", "needs_help": "Perlu bantuan"}[situation.value] in words


def test_reports_by_link_are_received_once_and_never_submit(app, town):
    commitment, reader = town.promised(Delivery.ACCEPTED), Visitor(app)
    notices.write("T-3", commitment, town.owner)
    db.session.commit()
    path = link_to(town.owner)
    report = {"report_id": str(uuid4()), "progress": "60"}
    for _time in range(2):
        reader.post(f"{path}/reports", {**report, "files": photo()}, status=200)
    assert (count(Update), commitment.progress) == (1, 60)
    reader.post(f"{path}/reports", {"progress": "done", "files": photo()}, status=403)
    assert commitment.delivery is Delivery.IN_PROGRESS
