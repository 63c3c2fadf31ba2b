"""A party states whether it received its right, once at a time; a coordinator records what it told, with the source."""

from datetime import date
from uuid import uuid4

from sqlalchemy import select

from agreements.compliance.models import RightReceipt
from agreements.registry.rules import Stage
from app.audit.models import AuditRow
from app.database import db
from app.mail.outbox.models import Mail
from commitments.delivery.models import Source
from tests.support.mail_links import code_to, link_to
from tests.support.visitors import Visitor

RIGHTS = "agreements.compliance.rights"
STATE = "agreements.compliance.state"
SAID = {"received_on": "20 November 2026", "text": "Akses dibuka"}


def receipts():
    return db.session.scalars(select(RightReceipt)).all()


def words(history, as_user, person):
    return as_user(person).get(RIGHTS, agreement_id=history.agreement.id).words


def test_a_party_states_it_and_withdraws_it(history, as_user):
    citizen = as_user(history.citizen)
    assert "Nyatakan apakah diterima" in words(history, as_user, history.citizen)
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


RECORD = "agreements.compliance.record"
TOLD = {**SAID, "source": "letter", "said_on": "21 November 2026"}


def test_a_coordinator_records_what_a_party_told_and_the_party_can_withdraw_it(history, as_user):
    coordinator, at = as_user(history.coordinator), {"right_id": history.right.id}
    assert "Catat keterangan pihak" in words(history, as_user, history.coordinator)
    assert "atas nama Forum Warga Digital" in coordinator.get(RECORD, **at).words
    coordinator.post(RECORD, SAID, status=422, **at)
    coordinator.post(RECORD, {**TOLD, "said_on": "25/11/2026"}, status=422, **at)
    coordinator.post(RECORD, TOLD, **at)
    (receipt,) = receipts()
    assert (receipt.source, receipt.said_on, receipt.stated_by_id) == (
        Source.LETTER,
        date(2026, 11, 21),
        history.coordinator.id,
    )
    said = f"dinyatakan oleh {history.coordinator.name} atas nama {history.community.name}: surat, 21 November 2026"
    assert said in words(history, as_user, history.official)
    kept = as_user(history.official).get("agreements.compliance.show", agreement_id=history.agreement.id).words
    assert "1 dari 1 1 dinyatakan atas namanya" in kept
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "agreement.right_received")).one()
    assert (row.on_behalf_of_id, row.actor_id) == (history.community.id, history.coordinator.id)
    (mail,) = db.session.scalars(select(Mail).where(Mail.kind == "agreements/receipt_recorded")).all()
    assert mail.recipient == history.citizen.email
    assert "mencatat atas nama instansi Anda" in mail.text
    as_user(history.citizen).post(
        "agreements.compliance.withdraw", {"reason": "Belum kami terima"}, receipt_id=receipt.id
    )
    assert "0 dari 1 diterima" in words(history, as_user, history.official)


def test_a_contact_without_an_account_withdraws_it_by_the_link_in_the_mail(history, as_user, app):
    history.citizen.joined_at = None
    db.session.commit()
    as_user(history.coordinator).post(RECORD, TOLD, right_id=history.right.id)
    (receipt,) = receipts()
    phone, link = Visitor(app), link_to(history.citizen)
    page = phone.get(link)
    assert "Dicatat atas nama instansi Anda" in page.words
    (act,) = [one["href"] for one in page.soup.select(f"a[href$='/withdraw-statement/{receipt.id}']")]
    form = {"reason": "Belum kami terima"}
    phone.post(act, form, status=200)
    assert receipts()[0].withdrawn_at is None
    phone.post(act, {**form, "link_code": code_to(history.citizen)})
    (receipt,) = receipts()
    assert (receipt.withdrawn_by_id, receipt.withdrawal_reason) == (history.citizen.id, "Belum kami terima")
    assert "Dicatat atas nama instansi Anda" not in phone.get(link).words
    phone.get(act.replace(str(receipt.id), str(uuid4())), status=404)


def test_coordinators_withdraw_what_they_recorded_alone(history, as_user):
    coordinator, at = as_user(history.coordinator), {"right_id": history.right.id}
    coordinator.post(RECORD, TOLD, **at)
    assert "Tarik pernyataan" in words(history, as_user, history.coordinator)
    coordinator.post("agreements.compliance.withdraw", {"reason": "Salah baca"}, receipt_id=receipts()[0].id)
    as_user(history.citizen).post(STATE, SAID, **at)
    assert "Tarik pernyataan" not in words(history, as_user, history.coordinator)
    (own,) = [one for one in receipts() if one.withdrawn_at is None]
    coordinator.post("agreements.compliance.withdraw", {"reason": "x"}, receipt_id=own.id, status=403)


def test_nobody_else_records_for_a_party(history, as_user):
    at = {"right_id": history.right.id}
    for person, status in ((history.citizen, 403), (history.official, 403), (history.stranger, 404), (None, 302)):
        as_user(person).post(RECORD, TOLD, status=status, **at)
    history.coordinator.organisation = history.community
    db.session.commit()
    as_user(history.coordinator).post(RECORD, TOLD, status=403, **at)
    assert receipts() == []


def test_what_was_not_received_is_said_until_it_is(history, as_user):
    citizen, at = as_user(history.citizen), {"right_id": history.right.id}
    citizen.post(STATE, {"said": "not_received", "text": "Akses belum dibuka"}, **at)
    seen = words(history, as_user, history.official)
    assert "Belum diterima Akses belum dibuka" in seen
    assert "0 dari 1 diterima" in seen
    kept = citizen.get("agreements.compliance.show", agreement_id=history.agreement.id).words
    assert "0 dari 1 1 belum diterima" in kept
    as_user(history.coordinator).post(RECORD, {**TOLD, "said": "not_received"}, status=422, **at)
    citizen.post(STATE, {"said": "received", "received_on": ""}, status=422, **at)
    as_user(history.coordinator).post(RECORD, TOLD, **at)
    assert "1 dari 1 diterima" in words(history, as_user, history.official)
    earlier, later = sorted(receipts(), key=lambda one: one.received_on is not None)
    assert (earlier.withdrawn_by_id, later.withdrawn_at) == (history.coordinator.id, None)
    past = citizen.get("agreements.registry.history", agreement_id=history.agreement.id).words
    assert "menyatakan belum menerima: Memakai data sensor" in past
    assert f"Memakai data sensor untuk {history.community.name}" in past


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
    path = f"/agreements/rights/{history.right.id}/receipts/record"
    told = {"said": "not_received", "text": "", "source": "telephone", "said_on": "2026-11-21"}
    program.post(path, told, status=403)
    said = as_program(history.coordinator).post(path, told, status=201).json
    assert [said[name] for name in ("received_on", "source", "said_on")] == [None, "telephone", "2026-11-21"]
    listed = program.get(f"/agreements/{history.agreement.id}/receipts").json["items"]
    assert sorted(listed, key=lambda one: one["stated_at"]) == [ended, said] or listed == [said, ended]
