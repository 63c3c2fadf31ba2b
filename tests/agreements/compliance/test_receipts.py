"""A party states that it received its right, once at a time, and withdraws the statement with a reason."""

from datetime import date

from sqlalchemy import select

from agreements.compliance.models import RightReceipt
from agreements.registry.rules import Stage
from app.audit.models import AuditRow
from app.database import db

RIGHTS = "agreements.compliance.rights"
STATE = "agreements.compliance.state"
SAID = {"received_on": "20 November 2026", "text": "Akses dibuka"}


def receipts():
    return db.session.scalars(select(RightReceipt)).all()


def words(history, as_user, person):
    return as_user(person).get(RIGHTS, agreement_id=history.agreement.id).words


def test_a_party_states_it_and_withdraws_it(history, as_user):
    citizen = as_user(history.citizen)
    assert "Nyatakan sudah diterima" in words(history, as_user, history.citizen)
    citizen.get(STATE, right_id=history.right.id)
    citizen.post(STATE, SAID, right_id=history.right.id)
    (receipt,) = receipts()
    assert (receipt.received_on, receipt.stated_by_id) == (date(2026, 11, 20), history.citizen.id)
    seen = words(history, as_user, history.official)
    assert "Diterima 20 November 2026 Akses dibuka dinyatakan oleh Narahubung FWD" in seen
    assert "1 dari 1 diterima" in seen
    assert "Nyatakan" not in seen
    citizen.post(STATE, SAID, right_id=history.right.id, status=422)
    withdraw = {"receipt_id": receipt.id}
    citizen.post("agreements.compliance.withdraw", {"reason": ""}, **withdraw, status=422)
    citizen.post("agreements.compliance.withdraw", {"reason": "Tercatat dua kali"}, **withdraw)
    citizen.post("agreements.compliance.withdraw", {"reason": "Lagi"}, **withdraw, status=422)
    assert "0 dari 1 diterima" in words(history, as_user, history.official)
    citizen.post(STATE, SAID, right_id=history.right.id)
    assert len(receipts()) == 2
    acts = db.session.scalars(select(AuditRow.action).where(AuditRow.action.like("agreement.right_re%"))).all()
    assert sorted(acts) == ["agreement.right_receipt_withdrawn", *["agreement.right_received"] * 2]
    history_page = citizen.get("agreements.registry.history", agreement_id=history.agreement.id).words
    assert "menyatakan sudah menerima pada" in history_page


def test_only_the_party_that_has_the_right_states_it(history, as_user):
    for person, status in ((history.official, 403), (history.coordinator, 403), (history.stranger, 404), (None, 302)):
        as_user(person).post(STATE, SAID, right_id=history.right.id, status=status)
    as_user(history.citizen).post(STATE, SAID, right_id=history.right.id)
    (receipt,) = receipts()
    for person, status in ((history.official, 403), (history.stranger, 404)):
        as_user(person).post("agreements.compliance.withdraw", {"reason": "x"}, receipt_id=receipt.id, status=status)


def test_nothing_is_received_in_the_future_or_before_signature(history, as_user):
    citizen = as_user(history.citizen)
    answer = citizen.post(STATE, {**SAID, "received_on": "25/11/2026"}, right_id=history.right.id, status=422)
    assert "Tanggal ini belum tiba" in answer.words
    history.at_stage(Stage.NEGOTIATION)
    assert "Nyatakan" not in words(history, as_user, history.citizen)
    citizen.post(STATE, SAID, right_id=history.right.id, status=422)
    assert receipts() == []


def test_a_removed_right_takes_its_statements_along(history, as_user):
    as_user(history.citizen).post(STATE, SAID, right_id=history.right.id)
    as_user(history.coordinator).post("agreements.clauses.remove_right", right_id=history.right.id)
    assert receipts() == []


def test_programs_state_and_withdraw_too(history, as_program):
    program = as_program(history.citizen)
    made = program.post(
        f"/agreements/rights/{history.right.id}/receipts", {"received_on": "2026-11-20", "text": ""}, status=201
    ).json
    assert made["withdrawn_at"] is None
    ended = program.post(f"/agreements/receipts/{made['id']}/withdraw", {"reason": "Keliru"}).json
    assert ended["withdrawal_reason"] == "Keliru"
    assert program.get(f"/agreements/{history.agreement.id}/receipts").json["items"] == [ended]
