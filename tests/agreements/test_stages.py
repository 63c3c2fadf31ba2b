"""Agreements on their way: negotiated, signed, renewed, ended."""

from datetime import date

import pytest
from sqlalchemy import select

from agreements.clauses.models import Clause, Obligation, Right
from agreements.clauses.rules import Frequency
from agreements.registry.rules import MAKING, MOVES, Stage
from app.database import db
from tests.agreements.conftest import parties
from tests.agreements.forms import MOVE, NEW, SHOW, SIGN, SIGNED, made, wish
from tests.factories import RightFactory


@pytest.mark.parametrize("before", list(Stage))
def test_stages_move_as_the_table_says(pact, as_user, before):
    coordinator = as_user(pact.coordinator)
    for after in Stage:
        agreement = pact.at_stage(before)
        possible = after in MAKING and after in MOVES[before]
        status = 303 if possible else 422
        coordinator.post(MOVE, {"stage": after.value}, agreement_id=agreement.id, status=status)
        assert agreement.stage is (after if possible else before), after


@pytest.mark.parametrize("stage", list(Stage))
def test_only_what_is_out_for_signature_is_signed(pact, as_user, stage):
    agreement = pact.at_stage(stage)
    possible = stage is Stage.OUT_FOR_SIGNATURE
    as_user(pact.coordinator).post(SIGN, SIGNED, agreement_id=agreement.id, status=303 if possible else 422)
    assert agreement.stage is (Stage.SIGNED if possible else stage)
    if possible:
        assert (agreement.signed_on, agreement.expires_on) == (date(2026, 11, 20), date(2027, 11, 30))


@pytest.mark.parametrize(
    "changes,message",
    [
        ({"signed_on": "25 November 2026"}, "belum tiba"),
        ({"expires_on": "30/11/2026"}, "tidak boleh mendahului"),
        ({"effective_on": ""}, "hari pertama berlakunya"),
    ],
)
def test_a_refused_signature_keeps_what_was_typed(pact, as_user, changes, message):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    answer = as_user(pact.coordinator).post(SIGN, {**SIGNED, **changes}, agreement_id=agreement.id, status=422)
    assert message in answer.words
    assert answer.soup.find("input", {"name": "place"})["value"] == "Balai Kota"
    assert agreement.stage is Stage.OUT_FOR_SIGNATURE


def test_a_renewal_takes_over_what_stays_the_same_and_renews_when_signed(pact, as_user):
    earlier = pact.at_stage(Stage.SIGNED)
    coordinator = as_user(pact.coordinator)
    page = coordinator.get(NEW, renews=earlier.id)
    assert page.soup.find("input", {"name": "effective_on"})["value"] == "9 Januari 2027"
    assert "Pihak Ketiga: Forum Warga Digital" in page.words
    assert not page.soup.find("input", {"name": "sides-0-reference_number"}).get("value")
    action = page.soup.find("form", {"class": "form"})["action"]
    coordinator.post(action, wish(pact.unit, pact.agency, pact.community))
    renewal = made()
    assert (renewal.renews_id, earlier.stage) == (earlier.id, Stage.SIGNED)
    renewal.stage = Stage.OUT_FOR_SIGNATURE
    coordinator.post(SIGN, {**SIGNED, "effective_on": "9/1/2027", "expires_on": ""}, agreement_id=renewal.id)
    assert (renewal.stage, earlier.stage) == (Stage.SIGNED, Stage.RENEWED)
    assert "Diperpanjang dengan" in coordinator.get(SHOW, agreement_id=earlier.id).words


def test_a_renewal_takes_over_clauses_rights_and_what_recurs(pact, as_user):
    earlier = pact.at_stage(Stage.SIGNED)
    pact.obliged(text="Laporan akhir")
    pact.obliged(text="Laporan mutu", frequency=Frequency.QUARTERLY, first_due=date(2026, 3, 31), position=2)
    unit = pact.party(pact.unit).id
    pact.obliged(text="Rapat", frequency=Frequency.YEARLY, debtor_id=unit, verifier_id=pact.party(pact.agency).id)
    RightFactory(clause=pact.clause, holder_id=pact.party(pact.agency).id, text="Memakai data")
    RightFactory(clause=pact.clause, holder_id=unit, text="Menayangkan data")
    typed = wish(pact.agency, pact.community, title="Lanjutan", effective_on="9/1/2027")
    as_user(pact.coordinator).post(f"/agreements/new?renews={earlier.id}", typed)
    renewal = made()
    clause = db.session.scalars(select(Clause).where(Clause.agreement_id == renewal.id)).one()
    owed = db.session.scalars(select(Obligation).where(Obligation.clause_id == clause.id)).all()
    assert [(one.text, one.first_due, one.next_due) for one in owed] == [
        ("Laporan mutu", date(2027, 3, 31), date(2027, 3, 31))
    ]
    community = next(party for party in parties(renewal) if party.seat.organisation_id == pact.community.id)
    assert owed[0].debtor_id == community.id
    held = db.session.scalars(select(Right.text).where(Right.clause_id == clause.id)).all()
    assert (clause.number, held) == ("Pasal 5", ["Memakai data"])
    assert renewal.renews_id == earlier.id


def test_an_agreement_ends_before_its_time_with_a_reason(pact, as_user):
    agreement = pact.at_stage(Stage.SIGNED)
    where, coordinator = {"agreement_id": agreement.id}, as_user(pact.coordinator)
    too_early = {"last_day": "1 Januari 2026", "reason": "Atas kesepakatan"}
    assert (
        "Tanggal ini sebelum" in coordinator.post("agreements.registry.terminate", too_early, status=422, **where).words
    )
    coordinator.post("agreements.registry.terminate", {**too_early, "last_day": "30/11/2026"}, **where)
    assert (agreement.stage, agreement.ended_on) == (Stage.TERMINATED, date(2026, 11, 30))
    assert "Atas kesepakatan" in as_user(pact.citizen).get(SHOW, **where).words


def test_a_draft_can_be_given_up(pact, as_user):
    where = {"agreement_id": pact.agreement.id}
    as_user(pact.coordinator).post("agreements.registry.cancel", {"reason": "Tidak jadi"}, **where)
    assert pact.agreement.stage is Stage.CANCELLED
    as_user(pact.coordinator).post("agreements.registry.cancel", {"reason": "Lagi"}, status=422, **where)
