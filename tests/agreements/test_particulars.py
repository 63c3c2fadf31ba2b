"""Value and funds, risks, and the contact book of an agreement."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.particulars.queries import funding_of
from agreements.particulars.rules import LARGEST, Level, read_amount, weight
from app.database import db
from tests.agreements.forms import EDIT, wish
from tests.factories import PersonFactory

PAGE, FUND = "agreements.particulars.show", "agreements.particulars.fund"
ADD_RISK, EDIT_RISK = "agreements.particulars.add_risk", "agreements.particulars.edit_risk"
ENTER, END = "agreements.particulars.enter", "agreements.particulars.end"


@pytest.mark.parametrize(
    "written,amount",
    [
        ("1500000", "1500000"),
        ("Rp 1.500.000,-", "1500000"),
        ("IDR 1.500.000,50", "1500000.50"),
        ("1,500,000.5", "1500000.5"),
        ("1.500", "1500"),
        ("12,50", "12.50"),
        ("0", "0"),
    ],
)
def test_amounts_are_read_as_people_write_them(written, amount):
    assert read_amount(written, "IDR") == Decimal(amount)


@pytest.mark.parametrize(
    "written", ["", "banyak", "-5", "1.50.000", "1.500.00", "1,500.000,00", str(LARGEST + 1), "1e9", "USD 5"]
)
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(ValueError, match=r".*"):
        read_amount(written, "IDR")


@given(st.integers(0, int(LARGEST)))
def test_grouped_amounts_are_read_in_both_ways_of_writing(amount):
    grouped = f"{amount:,}"
    assert read_amount(grouped, "USD") == read_amount(grouped.replace(",", "."), "USD") == amount


def test_a_risk_weighs_more_the_likelier_and_harder_it_is():
    weights = [weight(likelihood, impact) for likelihood in Level for impact in Level]
    assert (min(weights), max(weights)) == (1, 9)
    assert weight(Level.HIGH, Level.LOW) == weight(Level.LOW, Level.HIGH)


def test_value_and_funds_are_stated_and_read_by_the_parties(pact, as_user):
    at, coordinator = {"agreement_id": pact.agreement.id}, as_user(pact.coordinator)
    typed = {"amount": "Rp 1.500.000", "currency": "IDR", "funds": "own_revenue", "note": "DPA 2027"}
    assert "Tulis jumlah" in coordinator.post(FUND, {**typed, "amount": "banyak"}, status=422, **at).words
    coordinator.post(FUND, typed, **at)
    words = as_user(pact.citizen).get(PAGE, **at).words
    assert "Rp 1.500.000" in words.replace("\xa0", " ")
    assert "DPA 2027" in words
    coordinator.post(FUND, {**typed, "amount": "0"}, **at)
    assert "Tanpa nilai" in as_user(pact.citizen).get(PAGE, **at).words
    assert funding_of(pact.agreement.id).amount == 0
    as_user(pact.citizen).post(FUND, typed, status=403, **at)
    history = coordinator.get("agreements.registry.history", **at).words
    assert "mengubah nilai atau sumber dana" in history


@pytest.mark.every_database
def test_the_largest_amount_fits_into_the_column(pact, as_user):
    typed = {"amount": f"USD {LARGEST}", "currency": "USD", "funds": ""}
    coordinator, at = as_user(pact.coordinator), {"agreement_id": pact.agreement.id}
    coordinator.post(FUND, {**typed, "amount": str(LARGEST + 1)}, status=422, **at)
    coordinator.post(FUND, {**typed, "currency": "IDR"}, status=422, **at)
    coordinator.post(FUND, typed, **at)
    assert funding_of(pact.agreement.id).amount == LARGEST


def test_a_risk_is_kept_by_the_party_that_watches_it_with_its_history(pact, as_user, as_program):
    at = {"agreement_id": pact.agreement.id}
    typed = {"text": "Sensor rusak", "likelihood": "high", "impact": "medium", "state": "open", "answer": ""}
    typed["owner"] = str(pact.party(pact.agency).id)
    as_user(pact.coordinator).post(ADD_RISK, typed, **at)
    risk_id = as_program(pact.official).get(f"/agreements/{pact.agreement.id}/risks").json["items"][0]["id"]
    reduced = {**typed, "state": "reduced", "likelihood": "low", "answer": "Suku cadang disiapkan"}
    as_user(pact.citizen).post(EDIT_RISK, reduced, risk_id=risk_id, status=403)
    as_user(pact.official).post(EDIT_RISK, reduced, risk_id=risk_id)
    words = as_user(pact.citizen).get(PAGE, **at).words
    assert "Suku cadang disiapkan" in words
    assert "kemungkinan tinggi" in words
    refused = as_user(pact.coordinator).post(EDIT, wish(pact.unit, pact.community), status=422, **at)
    assert "Dinas Lingkungan Hidup" in refused.words


def test_a_party_sees_the_numbers_of_its_own_contacts_alone(pact, as_user, as_program):
    at = {"agreement_id": pact.agreement.id}
    engineer = PersonFactory(name="Tenaga Teknis", organisation=pact.agency, phone="+62 811 0000", joined_at=None)
    party = pact.party(pact.agency)
    typed = {"person": engineer.id, "role": "Urusan API", "since": "1/11/2026"}
    as_user(pact.citizen).post(ENTER, typed, party_id=party.id, status=403)
    as_user(pact.official).post(ENTER, typed, party_id=party.id)
    as_user(pact.official).post(ENTER, {**typed, "person": pact.citizen.id}, party_id=party.id, status=422)
    for person, seen in ((pact.official, True), (pact.coordinator, True), (pact.citizen, False), (pact.leader, False)):
        words = as_user(person).get(PAGE, **at).words
        assert "Tenaga Teknis" in words
        assert ("+62 811 0000" in words) is seen
        (entry,) = as_program(person).get(f"/agreements/{pact.agreement.id}/contacts").json["items"]
        assert (entry["phone"] is not None) is seen
    as_user(pact.official).post(END, correspondent_id=entry["id"])
    assert "sampai" in as_user(pact.citizen).get(PAGE, **at).words
    as_user(pact.official).post(END, correspondent_id=entry["id"], status=422)
    db.session.rollback()
