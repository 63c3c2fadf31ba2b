"""When notice about an end is due, those concerned are told once."""

from datetime import date

import pytest
from sqlalchemy import select

from agreements.registry.jobs import announce
from agreements.registry.rules import Stage
from app.circles.actions import name_people
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from tests.factories import CoordinatorFactory

ENDS = date(2027, 1, 8)


def morning(clock, day):
    clock.move_to(f"{day}T06:10:00+07:00")
    announce()
    db.session.commit()


def told():
    return sorted(db.session.scalars(select(Mail.recipient)))


def test_the_notice_date_is_announced_once_to_coordinators_and_focal_points(pact, clock):
    agreement = pact.at_stage(Stage.SIGNED)
    morning(clock, "2026-12-08")
    assert told() == []
    for day in ("2026-12-09", "2026-12-09", "2026-12-10", "2027-01-09"):
        morning(clock, day)
    assert told() == sorted([pact.coordinator.email, pact.official.email, pact.citizen.email])
    assert agreement.notified_for == ENDS
    mail = db.session.scalars(select(Mail).where(Mail.recipient == pact.official.email)).one()
    assert mail.subject == "Berakhir 8 Januari 2027: Data Kualitas Udara"
    assert "DLH/12" in mail.text
    assert "FWD/04" not in mail.text
    assert "/by-link/" in mail.html


def test_after_an_outage_it_is_announced_all_the_same(pact, clock):
    pact.at_stage(Stage.SIGNED)
    morning(clock, "2027-01-20")
    assert len(told()) == 3
    mail = db.session.scalars(select(Mail).where(Mail.recipient == pact.official.email)).one()
    assert mail.subject == "Sudah berakhir 8 Januari 2027: Data Kualitas Udara"
    assert "“Data Kualitas Udara” sudah berakhir pada Jumat, 8 Januari 2027, 12 hari lalu." in mail.text
    assert "Naskah ini tidak berlaku lagi." in mail.text
    assert "9 Desember 2026, 42 hari lalu" in mail.text


def test_an_end_announced_late_says_how_near_it_is(pact, clock):
    pact.at_stage(Stage.SIGNED)
    morning(clock, "2027-01-05")
    mail = db.session.scalars(select(Mail).where(Mail.recipient == pact.official.email)).one()
    assert "berakhir pada Jumat, 8 Januari 2027, 3 hari lagi." in mail.text
    assert "27 hari lalu" in mail.text


def test_of_a_secret_agreement_only_those_hear_who_are_named(pact, clock):
    pact.at_stage(Stage.SIGNED)
    pact.agreement.circle.classification = Classification.SECRET
    CoordinatorFactory(organisation=pact.agency)
    name_people(pact.agreement.circle_id, {pact.coordinator.id, pact.citizen.id})
    db.session.commit()
    morning(clock, "2026-12-09")
    assert told() == sorted([pact.coordinator.email, pact.citizen.email])


def test_a_later_end_is_announced_again(pact, clock):
    agreement = pact.at_stage(Stage.SIGNED)
    morning(clock, "2026-12-09")
    agreement.expires_on = date(2027, 6, 30)
    db.session.commit()
    morning(clock, "2026-12-10")
    assert len(told()) == 3
    morning(clock, "2027-06-01")
    assert len(told()) == 6


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.SIGNED])
def test_only_signed_agreements_are_announced(pact, clock, stage):
    pact.at_stage(stage)
    morning(clock, "2026-12-20")
    assert told() == []


def test_without_an_end_there_is_nothing_to_announce(pact, clock):
    pact.at_stage(Stage.SIGNED, expires_on=None)
    morning(clock, "2026-12-20")
    assert told() == []


def test_the_end_of_a_secret_agreement_is_mailed_to_its_parties_only(pact, clock):
    outsider = CoordinatorFactory()
    pact.agreement.circle.classification = Classification.SECRET
    pact.at_stage(Stage.SIGNED)
    morning(clock, "2026-12-20")
    assert outsider.email not in told()
    assert pact.coordinator.email in told()


def test_an_agreement_recorded_after_its_end_is_not_announced(pact, clock, as_user):
    agreement = pact.at_stage(Stage.OUT_FOR_SIGNATURE)
    typed = {"signed_on": "1/1/2025", "effective_on": "1/1/2025", "expires_on": "31/12/2025", "gap": "Di arsip"}
    as_user(pact.coordinator).post("agreements.registry.sign", typed, agreement_id=agreement.id)
    morning(clock, "2026-11-25")
    assert told() == []
