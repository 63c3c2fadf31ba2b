"""The search for regulations, services, barriers and shared goals: who finds what the pages show."""

from datetime import date
from uuid import uuid4

import pytest

from alignment.barriers.policies import read_barrier
from alignment.goals.policies import read_goal
from alignment.regulations.rules import Level
from alignment.services.models import DataExchange, RoadmapStep
from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.search import index
from tests.factories import (
    BarrierFactory,
    InterestFactory,
    OrganisationFactory,
    PersonFactory,
    RegulationFactory,
    ServiceFactory,
    SharedGoalFactory,
)
from tests.forums.searching import allowed, classify, crowd, found

pytestmark = pytest.mark.every_database


@pytest.mark.parametrize(
    "text",
    ["perpres 95/2018", "Peraturan Presiden Nomor 95 Tahun 2018", '"sistem pemerintahan"', "elektronik 2018", "aptika"],
)
def test_a_regulation_is_found_as_people_cite_it(app, text):
    title = "Sistem Pemerintahan Berbasis Elektronik"
    one = RegulationFactory(level=Level.PRESIDENT, number="95", year=2018, title=title, subject="Tata kelola Aptika")
    RegulationFactory(level=Level.GOVERNOR, number="95", year=2019, title="Hal lain")
    db.session.commit()
    assert found(PersonFactory(), text) == [("regulations", title, f"/alignment/regulations/{one.id}")]


def test_a_regulation_is_found_by_its_organisation_under_the_present_name(app):
    agency = OrganisationFactory(name="Dinas Kenari", short_name="DKN")
    one = RegulationFactory(title="Izin sangkar", issuing=agency, issuer="Kepala Bidang Murai")
    db.session.commit()
    agency.name, agency.short_name = "Dinas Jalak", "DJL"
    db.session.commit()
    reader, expected = PersonFactory(), [("regulations", one.title, f"/alignment/regulations/{one.id}")]
    assert found(reader, "djl sangkar") == found(reader, "murai") == expected
    assert found(reader, "dkn sangkar") == []


def test_a_citation_leads_straight_to_its_regulation(as_user):
    one = RegulationFactory(number="DEMO/KEP/31", year=2019)
    answer = as_user(PersonFactory()).get("search.results", q="demo/kep/31/2019", status=302)
    assert answer.location == f"/alignment/regulations/{one.id}"


def test_a_service_is_found_by_its_data_and_steps_until_it_is_archived(app):
    service = ServiceFactory(name="Izin usaha kuliner", owner=OrganisationFactory(short_name="DPMX"))
    other = OrganisationFactory()
    sides = {"giver_id": other.id, "receiver_id": service.owner_id, "both_ways": False, "flows": False}
    exchange = DataExchange(id=uuid4(), service_id=service.id, what="Data pelancar", how_often="harian", **sides)
    step = RoadmapStep(id=uuid4(), service_id=service.id, text="Membangun gerbang kenari")
    step.begins = step.ends = date(2026, 10, 1)
    db.session.add_all([exchange, step])
    db.session.commit()
    reader = PersonFactory()
    for text in ("kuliner", "dpmx kuliner", "pelancar", "gerbang kenari"):
        assert found(reader, text) == [("services", service.name, f"/alignment/services/{service.id}")], text
    service.archived_at = utc_now()
    db.session.commit()
    assert found(reader, "kuliner") == found(reader, "pelancar") == []
    assert index.rebuild() == 0


@pytest.mark.parametrize("classification", Classification)
def test_barriers_and_goals_are_found_by_those_who_may_read_them(app, classification):
    made, people = crowd()
    circle = made.forum.circle
    barrier = BarrierFactory(title="Verifikasi merpati", text="Pemohon menunggu elang", circle=circle)
    goal = SharedGoalFactory(circle=circle, version="Warga mendengar kutilang")
    InterestFactory(goal_id=goal.id, organisation_id=made.member.organisation_id, interest="Jalak yang tenang")
    classify(made, classification)
    for kind, policy, subject, texts in (
        ("barriers", read_barrier, barrier, ("verifikasi merpati", "elang")),
        ("goals", read_goal, goal, ("kutilang", "jalak tenang")),
    ):
        may = allowed(policy, people, subject)
        for text in texts:
            finders = {name for name, person in people.items() if found(person, text)}
            assert finders == may, (kind, text)
            assert {one[0] for name in may for one in found(people[name], text)} <= {kind}


def test_a_barrier_of_no_circle_is_found_by_everyone_and_suggested(as_user):
    BarrierFactory(title="Verifikasi merpati")
    db.session.commit()
    reader = PersonFactory(language="id")
    assert [kind for kind, _title, _href in found(reader, "merpati")] == ["barriers"]
    assert "Hambatan" in as_user(reader).get("search.suggestions", q="merp").words
