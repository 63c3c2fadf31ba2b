"""What programs do in the review of minutes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.database import db
from forums.minutes.models import Correction, MinutesState
from tests.forums.review.conftest import TEXT

WORDING = TEXT.replace("12", "14")


@pytest.fixture
def minutes(it):
    return f"/minutes/{it.minutes.id}"


def answers(told):
    return {party["organisation"]: party["answer"] for party in told["parties"]}


def test_a_program_agrees_and_withdraws_for_its_owner(it, as_program, minutes):
    member = as_program(it.member)
    told = member.post(f"{minutes}/agree").json
    assert answers(told)["Dinas Kesehatan"] == "agreed"
    assert member.get(f"{minutes}/parties").json == told
    assert answers(member.post(f"{minutes}/withdraw-agreement").json)["Dinas Kesehatan"] == "silent"
    member.post(f"{minutes}/withdraw-agreement", status=409)
    as_program(it.coordinator).post(f"{minutes}/agree", status=403)


def test_a_coordinator_records_an_agreement(it, as_program, minutes):
    body = {"seat": str(it.seats["company"].id), "source": "telephone", "note": "Ibu Sari"}
    told = as_program(it.coordinator).post(f"{minutes}/record-agreement", body).json
    (company,) = [party for party in told["parties"] if party["seat_id"] == body["seat"]]
    assert (company["recorded"], company["note"]) == ("telephone", "Ibu Sari")


def test_a_correction_with_a_wording_is_answered_with_it(it, as_program, minutes):
    body = {"passage": str(it.passage), "wording": WORDING, "text": "Rekaman"}
    made = as_program(it.member).post(f"{minutes}/corrections", body, status=201).json
    assert (made["wording"], made["original"]) == (WORDING, TEXT)
    taker = as_program(it.taker)
    taker.post(f"/corrections/{made['id']}/ask", {"seats": [str(it.seats["company"].id)]}, status=204)
    (opinion,) = taker.get(f"/corrections/{made['id']}/opinions").json["items"]
    assert (opinion["organisation"]["name"], opinion["approves"]) == ("PT Mitra Solusi Kota (Contoh)", None)
    given = as_program(it.partner).post(f"/opinions/{opinion['id']}/give", {"verdict": "approves"}).json
    assert given["approves"] is True
    assert taker.get(f"/opinions/{opinion['id']}").json == given
    assert taker.post(f"/corrections/{made['id']}/answer", {"verdict": "accepted"}).json["state"] == "accepted"
    read = taker.get(minutes).json["content"]["items"][0]["passages"]
    assert [passage["text"] for passage in read] == [WORDING]
    assert db.session.scalars(select(Correction.state)).one().value == "accepted"


def test_a_deputy_is_named_and_approves(it, as_program, minutes, clock):
    deputy = f"/forums/{it.forum.slug}/deputy"
    coordinator = as_program(it.coordinator)
    assert coordinator.get(deputy).json == {"person": None, "days": None}
    named = coordinator.post(deputy, {"person": str(it.facilitator.id), "days": 3}).json
    assert (named["person"]["name"], named["days"]) == ("Fasilitator JSC", 3)
    clock.move_to(it.minutes.correction_until + timedelta(days=4))
    as_program(it.facilitator).post(f"{minutes}/approve-as-deputy", {"because": "Cuti"})
    assert it.minutes.state is MinutesState.APPROVED
    assert coordinator.post(f"{deputy}/remove").json == {"person": None, "days": None}
