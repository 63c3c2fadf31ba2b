"""A coordinator reminds a party between the reminders of the schedule."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.rules import ENDED, Delivery
from tests.factories import CoordinatorFactory

REMIND = "commitments.reminders.remind"


def sent() -> list[tuple[str, str]]:
    mails = db.session.scalars(select(Mail).order_by(Mail.created_at))
    return [(mail.recipient, mail.subject.partition(":")[0]) for mail in mails]


@pytest.mark.parametrize(
    "delivery, due, to, subject",
    [
        (Delivery.PROPOSED, date(2026, 12, 18), "owner", "Masih menunggu jawaban Anda"),
        (Delivery.IN_PROGRESS, date(2026, 12, 18), "owner", "Tenggat 24 hari lagi"),
        (Delivery.BLOCKED, date(2026, 11, 4), "owner", "Terlambat 20 hari"),
        (Delivery.SUBMITTED, date(2026, 12, 18), "verifier", "Masih menunggu verifikasi"),
    ],
)
def test_a_reminder_is_sent_to_the_person_who_has_to_act_and_recorded(town, as_user, delivery, due, to, subject):
    commitment = town.promised(delivery, first_due=due)
    as_user(town.coordinator).post(REMIND, commitment_id=commitment.id)
    assert sent() == [(getattr(town, to).email, subject)]
    assert db.session.scalars(select(AuditRow.action)).all()[-1] == "commitment.reminded"


def test_a_party_is_reminded_once_in_a_day(town, as_user, as_program, clock):
    commitment = town.promised(Delivery.IN_PROGRESS)
    as_user(town.coordinator).post(REMIND, commitment_id=commitment.id)
    clock.shift(timedelta(hours=23))
    page = as_user(town.coordinator).post(REMIND, commitment_id=commitment.id, status=409)
    assert "Pengingat sudah dikirim dalam 24 jam terakhir" in page.words
    as_program(town.coordinator).post(f"/commitments/{commitment.id}/remind", status=409)
    assert len(sent()) == 1
    clock.shift(timedelta(hours=2))
    as_program(town.coordinator).post(f"/commitments/{commitment.id}/remind")
    assert len(sent()) == 2


@pytest.mark.parametrize("delivery", [*sorted(ENDED, key=lambda one: one.value), Delivery.COUNTER_PROPOSED])
def test_nobody_is_reminded_of_what_is_not_outstanding(town, as_user, delivery):
    commitment = town.promised(delivery)
    as_user(town.coordinator).post(REMIND, commitment_id=commitment.id, status=409)
    page = as_user(town.coordinator).get("commitments.registry.show", commitment_id=commitment.id)
    assert "Kirim pengingat" not in page.words
    assert sent() == []


def test_coordinators_of_the_verifier_are_offered_to_verify_and_not_to_remind_themselves(town, as_user):
    commitment = town.promised(Delivery.SUBMITTED)
    where = {"commitment_id": commitment.id}
    assert "Kirim pengingat" in as_user(town.coordinator).get("commitments.registry.show", **where).words
    own = as_user(CoordinatorFactory(organisation=town.it)).get("commitments.registry.show", **where).words
    assert "Nyatakan terpenuhi" in own
    assert "Kirim pengingat" not in own


def test_a_coordinator_of_the_party_does_not_remind_it(town, as_user):
    commitment = town.promised(Delivery.IN_PROGRESS)
    as_user(CoordinatorFactory(organisation=town.health)).post(REMIND, commitment_id=commitment.id, status=403)
