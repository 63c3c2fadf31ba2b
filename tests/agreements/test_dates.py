"""The dates of a signed agreement change by an act with a reason, and not otherwise."""

from datetime import date

import pytest
from sqlalchemy import select

from agreements.clauses.jobs import look_ahead
from agreements.clauses.rules import Frequency
from agreements.registry.jobs import announce
from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from app.audit.models import AuditRow
from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.models import Commitment
from tests.agreements.forms import EDIT, SHOW, SIGN, SIGNED, wish

DATES = "agreements.registry.change_dates"
REASON = "Adendum 2, disepakati kedua pihak"


@pytest.fixture
def signed(pact, as_user):
    """Return the agreement, signed, in force from 1 December 2026 to 30 November 2027."""
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    as_user(pact.coordinator).post(SIGN, SIGNED, agreement_id=agreement.id)
    return agreement


def typed(agreement, **changes):
    return {
        "version": str(agreement.version),
        "signed_on": "20 November 2026",
        "effective_on": "1 Desember 2026",
        "expires_on": "30 November 2027",
        "notice_days": str(agreement.notice_days),
        "reason": REASON,
        **changes,
    }


def rows(agreement):
    query = select(AuditRow.action, AuditRow.details).where(AuditRow.subject_id == agreement.id)
    return [tuple(row) for row in db.session.execute(query) if row.action.endswith("_changed")]


def due_dates():
    return [str(day) for day in db.session.scalars(select(Commitment.first_due).order_by(Commitment.first_due))]


def morning(clock, day):
    clock.move_to(f"{day}T06:10:00+07:00")
    look_ahead()
    announce()
    db.session.commit()


def test_the_end_and_the_notice_change_with_a_reason_on_the_record(pact, as_user, signed):
    page = as_user(pact.coordinator).get(SHOW, agreement_id=signed.id)
    assert page.soup.find("a", href=f"/agreements/{signed.id}/dates")
    changed = typed(signed, expires_on="31 Maret 2028", notice_days="60")
    as_user(pact.coordinator).post(DATES, changed, agreement_id=signed.id)
    assert (signed.expires_on, signed.notice_days) == (date(2028, 3, 31), 60)
    assert signed.term.notice_on == date(2028, 1, 31)
    assert rows(signed) == [
        (
            "agreement.end_changed",
            {"before": "2027-11-30", "after": "2028-03-31", "reason": REASON, "was": {"expires_on": "2027-11-30"}},
        ),
        ("agreement.notice_changed", {"before": 30, "after": 60, "reason": REASON, "was": {"notice_days": 30}}),
    ]
    history = as_user(pact.citizen).get("agreements.registry.history", agreement_id=signed.id).words
    assert f"mengubah tanggal berakhir dari 30 November 2027 menjadi 31 Maret 2028: {REASON}" in history


def test_an_agreement_may_be_found_to_have_no_end(pact, as_user, signed):
    as_user(pact.coordinator).post(DATES, typed(signed, expires_on=""), agreement_id=signed.id)
    assert signed.expires_on is None
    history = as_user(pact.citizen).get("agreements.registry.history", agreement_id=signed.id).words
    assert "dari 30 November 2027 menjadi –" in history


def test_the_parties_are_notified_what_changed_and_why(pact, as_user, signed):
    before = set(db.session.scalars(select(Mail.id)))
    as_user(pact.coordinator).post(DATES, typed(signed, expires_on="31 Maret 2028"), agreement_id=signed.id)
    mails = [mail for mail in db.session.scalars(select(Mail)) if mail.id not in before]
    assert sorted(mail.recipient for mail in mails) == sorted([pact.official.email, pact.citizen.email])
    for mail in mails:
        assert mail.subject == "Tanggal diubah: Data Kualitas Udara"
        for words in ("Data Kualitas Udara", "30 November 2027", "31 Maret 2028", REASON, "Koordinator JSC"):
            assert words in mail.text
            assert words in mail.html


@pytest.mark.parametrize(
    "changes,message",
    [
        ({"expires_on": "31 Maret 2028", "reason": " "}, "Tulis alasannya"),
        ({"expires_on": "1 November 2026"}, "tidak boleh mendahului"),
        ({"signed_on": "25 November 2026"}, "belum tiba"),
        ({"signed_on": ""}, "semua pihak sudah menandatangani"),
        ({"effective_on": ""}, "hari pertama berlakunya"),
        ({"notice_days": "367"}, "0 sampai 366"),
        ({}, "Ubah setidaknya satu tanggal"),
    ],
)
def test_refused_dates_keep_what_was_typed(pact, as_user, signed, changes, message):
    answer = as_user(pact.coordinator).post(DATES, typed(signed, **changes), agreement_id=signed.id, status=422)
    assert message in answer.words
    assert answer.soup.find("input", {"name": "expires_on"})["value"] == changes.get("expires_on", "30 November 2027")
    assert (signed.effective_on, signed.expires_on) == (date(2026, 12, 1), date(2027, 11, 30))
    assert rows(signed) == []


def test_the_slower_writer_reads_that_someone_was_faster(pact, as_user, signed):
    old = typed(signed, expires_on="31 Maret 2028")
    coordinator = as_user(pact.coordinator)
    coordinator.post(DATES, old, agreement_id=signed.id)
    coordinator.post(DATES, {**old, "expires_on": "30 April 2028"}, agreement_id=signed.id, status=409)
    assert signed.expires_on == date(2028, 3, 31)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in {Stage.SIGNED, Stage.RENEWED}])
def test_only_dates_that_were_signed_change_so(pact, as_user, stage):
    agreement = pact.at_stage(stage)
    as_user(pact.coordinator).post(
        DATES, typed(agreement, expires_on="31/3/2028"), agreement_id=agreement.id, status=422
    )
    assert agreement.expires_on == date(2027, 1, 8)


def test_the_ordinary_form_leaves_signed_dates_alone(pact, as_user, signed):
    coordinator, where = as_user(pact.coordinator), {"agreement_id": signed.id}
    page = coordinator.get(EDIT, **where)
    for name in ("effective_on", "expires_on", "notice_days"):
        assert page.soup.find("input", {"name": name}) is None
    assert page.soup.find("a", href=f"/agreements/{signed.id}/dates")
    changed = wish(title="Data Mutu Udara", version=str(signed.version), expires_on="31 Maret 2030", notice_days="1")
    coordinator.post(EDIT, changed, **where)
    assert signed.title == "Data Mutu Udara"
    assert (signed.effective_on, signed.expires_on, signed.notice_days) == (date(2026, 12, 1), date(2027, 11, 30), 30)


@pytest.mark.parametrize("stage", [Stage.RENEWED, Stage.TERMINATED, Stage.CANCELLED])
def test_dates_of_what_is_over_do_not_change_in_the_ordinary_form_either(pact, as_user, stage):
    agreement = pact.at_stage(stage)
    changed = wish(version=str(agreement.version), expires_on="31 Maret 2030")
    as_user(pact.coordinator).post(EDIT, changed, agreement_id=agreement.id)
    assert agreement.expires_on == date(2027, 1, 8)


def test_a_later_end_adds_periods_and_none_twice(pact, as_user, clock):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    obligation = pact.obliged(frequency=Frequency.MONTHLY, first_due=date(2026, 12, 31))
    coordinator, where = as_user(pact.coordinator), {"agreement_id": agreement.id}
    coordinator.post(SIGN, {**SIGNED, "expires_on": "31/1/2027"}, **where)
    morning(clock, "2026-12-20")
    assert (due_dates(), obligation.next_due) == (["2026-12-31", "2027-01-31"], None)
    clock.move_to("2027-03-20T09:00:00+07:00")
    coordinator = as_user(pact.coordinator)
    coordinator.post(DATES, typed(agreement, expires_on="30/6/2027"), **where)
    assert due_dates() == ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]
    coordinator.post(DATES, typed(agreement, expires_on="31/3/2027"), **where)
    assert obligation.next_due is None
    coordinator.post(DATES, typed(agreement, expires_on="31/5/2027"), **where)
    morning(clock, "2027-09-01")
    assert due_dates() == ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]


def test_an_earlier_end_leaves_out_the_periods_after_it(pact, as_user, clock, signed):
    obligation = pact.obliged(frequency=Frequency.QUARTERLY)
    as_user(pact.coordinator).post(DATES, typed(signed, expires_on="17/6/2027"), agreement_id=signed.id)
    morning(clock, "2028-01-01")
    assert due_dates() == ["2026-12-18", "2027-03-18"]
    assert obligation.next_due is None


def test_the_notice_of_the_new_end_is_announced(pact, as_user, clock, signed):
    as_user(pact.coordinator).post(DATES, typed(signed, expires_on="31/1/2027"), agreement_id=signed.id)
    morning(clock, "2026-12-31")
    morning(clock, "2027-01-01")
    found = select(Mail.subject).where(Mail.kind == "agreements/ends")
    assert set(db.session.scalars(found)) == {"Berakhir 31 Januari 2027: Data Kualitas Udara"}


def test_an_end_recorded_after_it_passed_is_not_announced(pact, as_user, clock, signed):
    clock.move_to("2027-02-20T09:00:00+07:00")
    as_user(pact.coordinator).post(DATES, typed(signed, expires_on="31/1/2027"), agreement_id=signed.id)
    morning(clock, "2027-02-21")
    assert db.session.scalars(select(Mail.id).where(Mail.kind == "agreements/ends")).all() == []


def test_who_may_change_the_dates(pact, as_user, signed):
    for person, status in (
        (pact.coordinator, 200),
        (pact.leader, 403),
        (pact.official, 403),
        (pact.stranger, 404),
        (pact.administrator, 404),
        (None, 302),
    ):
        as_user(person).get(DATES, agreement_id=signed.id, status=status)


def test_programs_change_dates_with_a_reason_and_not_by_the_ordinary_change(pact, as_program, signed):
    program, path = as_program(pact.coordinator), f"/agreements/{signed.id}"
    refused = program.patch(path, {"expires_on": "2028-03-31"}, status=422)
    assert [fault["path"] for fault in refused.json["errors"]] == ["/expires_on"]
    refused = program.post(f"{path}/dates", {"expires_on": "2028-03-31"}, status=422)
    assert [fault["path"] for fault in refused.json["errors"]] == ["/reason"]
    changed = program.post(f"{path}/dates", {"expires_on": "2028-03-31", "reason": REASON}).json
    assert (changed["effective_on"], changed["expires_on"]) == ("2026-12-01", "2028-03-31")
    assert changed["notice_on"] == "2028-03-01"
    as_program(pact.official).post(f"{path}/dates", {"expires_on": "2028-04-30", "reason": REASON}, status=403)
    assert db.session.get(Agreement, signed.id).expires_on == date(2028, 3, 31)
