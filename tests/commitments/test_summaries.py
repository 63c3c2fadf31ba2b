"""Weekly summaries: what is late, due this week or unanswered, once per person and week."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.rules import Delivery
from commitments.summaries.jobs import send_summaries
from commitments.summaries.rules import monday_of, sunday_of
from tests.support.mail_links import code_to, link_to
from tests.support.visitors import Visitor

MONDAY = datetime(2026, 11, 30, 0, tzinfo=UTC)
"""Monday, 30 November 2026, 07.00 WIB."""


def run() -> None:
    for _part in send_summaries():
        db.session.commit()
    db.session.commit()


def summaries() -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.kind == "commitments/summary").order_by(Mail.created_at)))


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))
def test_a_week_begins_on_monday_at_seven(now):
    monday = monday_of(now)
    begin = datetime(monday.year, monday.month, monday.day, 7)
    assert monday.weekday() == 0
    assert begin <= now < begin + timedelta(days=7)
    assert sunday_of(monday) == monday + timedelta(days=6)


@pytest.fixture
def owing(town, clock):
    clock.move_to(MONDAY)
    town.late = town.promised(Delivery.IN_PROGRESS, title="Katalog", current_due=date(2026, 11, 18))
    town.soon = town.promised(Delivery.BLOCKED, title="Foto titik", current_due=date(2026, 12, 6))
    town.asked = town.promised(title="Laporan mutu")
    town.promised(Delivery.ACCEPTED, title="Panduan", current_due=date(2026, 12, 7))
    town.promised(Delivery.SUBMITTED, title="Diserahkan", current_due=date(2026, 11, 1))
    return town


def test_it_tells_what_is_late_due_this_week_or_unanswered_once_a_week(owing, clock):
    run()
    run()
    mail = summaries()[0]
    assert [one.recipient for one in summaries()] == [owing.owner.email]
    assert mail.subject == "Dinas Kesehatan pekan ini: 1 terlambat, 1 jatuh tempo, 1 perlu dijawab"
    for title, told in {"Katalog": 1, "Foto titik": 1, "Laporan mutu": 1, "Panduan": 0, "Diserahkan": 0}.items():
        assert mail.text.count(title) == told
    clock.shift(timedelta(days=3))
    run()
    assert len(summaries()) == 1
    clock.shift(timedelta(days=4))
    run()
    assert len(summaries()) == 2


def test_without_anything_to_say_there_is_no_mail_and_a_secret_stays_one(town, clock):
    clock.move_to(MONDAY)
    town.promised(Delivery.ACCEPTED, current_due=date(2026, 12, 7))
    run()
    clock.shift(timedelta(weeks=1))
    town.circle.classification = Classification.SECRET
    db.session.commit()
    run()
    assert not summaries()


def test_whoever_is_named_as_responsible_receives_it_too(owing, clock):
    from tests.factories import PersonFactory

    colleague = PersonFactory(organisation=owing.health)
    owing.soon.responsible_person_id = colleague.id
    db.session.commit()
    run()
    assert {one.recipient for one in summaries()} == {owing.owner.email, colleague.email}


def test_its_link_reports_on_each_commitment_answers_with_a_code_and_stops_it(app, owing, clock):
    owing.owner.joined_at = None
    run()
    path, reader = link_to(owing.owner), Visitor(app)
    page = reader.get(path)
    assert "Katalog" in page.words
    report = f"{path}/report/{owing.late.id}"
    assert page.soup.find("a", href=report)
    form = reader.get(report).soup.select_one("form.form")
    assert form["data-report"] == f"{path}/reports/{owing.late.id}"
    answer = reader.post(report, {"progress": "60"})
    assert answer.location.endswith(path)
    assert owing.late.progress == 60
    reader.post(f"{path}/accept/{owing.asked.id}", status=200)
    reader.post(f"{path}/accept/{owing.asked.id}", {"link_code": code_to(owing.owner)})
    assert owing.asked.delivery is Delivery.ACCEPTED
    reader.post(f"{path}/stop")
    clock.shift(timedelta(weeks=1))
    run()
    assert len(summaries()) == 1


def test_its_link_opens_no_commitment_of_others_and_none_that_is_secret(app, owing):
    other = owing.promised(Delivery.IN_PROGRESS, title="Milik lain")
    other.responsible_id, other.verifier_id = owing.community.id, owing.it.id
    db.session.commit()
    run()
    path, reader = link_to(owing.owner), Visitor(app)
    reader.get(f"{path}/report/{other.id}", status=404)
    reader.get(f"{path}/report/nothing", status=404)
    owing.circle.classification = Classification.SECRET
    db.session.commit()
    reader.get(f"{path}/report/{owing.late.id}", status=404)


def test_the_notification_leads_to_the_home_page(owing, as_user):
    run()
    owner = as_user(owing.owner)
    line = owner.get("notifications.index", topic="asking").soup.find(string=summaries()[0].subject)
    assert owner.get(line.parent["href"], status=302).location == "/"


def test_a_person_chooses_in_the_profile_whether_to_receive_it(owing, as_user):
    owner = as_user(owing.owner)
    assert owner.get("profile.edit").soup.find("a", href="/commitments/summary")
    assert owner.get("/commitments/summary").soup.find(id="wanted").has_attr("checked")
    owner.post("/commitments/summary", {"wanted": ""})
    run()
    assert not summaries()
    owner.post("/commitments/summary", {"wanted": "y"})
    assert owner.get("/commitments/summary").soup.find(id="wanted").has_attr("checked")
