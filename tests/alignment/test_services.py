"""Services through the pages: entered, moved to integrated, linked with what serves them, and counted."""

import csv
import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from alignment.barriers.models import Barrier, BarrierEffect
from alignment.regulations.rules import Level
from alignment.services import actions, board
from alignment.services.factors import factors
from alignment.services.holdings import SERVICES
from alignment.services.matters import matters
from alignment.services.models import RoadmapStep, Service, ServiceStatus
from alignment.services.queries import entries
from alignment.services.rules import Integration, coverage, quarter_of
from app.circles.models import Classification
from app.clock import today, utc_now
from app.database import db
from app.organisations.models import Organisation
from app.organisations.succession.holdings import Transfer
from commitments.blockers.models import BlockerKind
from commitments.registry.rules import Delivery, Verification
from forums.scheduling.models import ForumRole
from tests.factories import (
    AgreementFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    RegulationFactory,
    ServiceFactory,
)
from tests.forums.searching import found

S, L = "alignment.services", "alignment.service_links"
INTEGRATED = Integration.INTEGRATED.value


@pytest.fixture
def coordinator(app, clock):
    return CoordinatorFactory()


@pytest.fixture
def service(coordinator):
    return ServiceFactory(name="Izin usaha mikro")


def written(page, **changes):
    """The fields of the form of a page as a browser would send them."""
    fields = {}
    for one in page.soup.select("main form[method=post] [name]"):
        chosen = one.select_one("option[selected]") if one.name == "select" else None
        value = (chosen["value"] if chosen else "") if one.name == "select" else one.get("value", one.get_text())
        if one.get("type") not in {"checkbox", "radio"} or one.has_attr("checked"):
            fields[one["name"]] = value
    fields.pop("csrf_token")
    return {**fields, **changes}


def covered(day=None):
    return tuple(coverage(entries().values(), day or today()))


def test_a_service_is_entered_and_counts_from_its_day(coordinator, as_user):
    owner = OrganisationFactory(name="Dinas Perizinan")
    visitor = as_user(coordinator)
    told = {"name": "Izin reklame", "owner": str(owner.id), "channel": "counter", "integration": "manual"}
    since = (today() - timedelta(days=20)).isoformat()
    later = quarter_of(today()).plus(2).first.isoformat()
    visitor.post(f"{S}.enter", {**told, "since": since, "target": later, "budget": "", "budget_year": ""})
    service = db.session.scalars(select(Service)).one()
    assert (service.target.isoformat(), covered()) == (later, (0, 1))
    assert covered(today() - timedelta(days=21)) == (0, 0)
    page = visitor.get(f"{S}.index")
    assert "0 dari 1 layanan terintegrasi" in page.words
    assert "Izin reklame" in page.words
    future = {**told, "since": (today() + timedelta(days=1)).isoformat()}
    visitor.post(f"{S}.enter", future, status=422)


def test_members_enter_and_write_services_of_their_own_organisation_alone(service, as_user):
    member, other = PersonFactory(organisation=db.session.get_one(Organisation, service.owner_id)), PersonFactory()
    told = {"name": "Izin keramaian", "channel": "website", "integration": "partial", "since": today().isoformat()}
    as_user(other).post(f"{S}.enter", {**told, "owner": str(service.owner_id)}, status=422)
    as_user(member).post(f"{S}.enter", {**told, "owner": str(service.owner_id)})
    page = as_user(member).get(f"{S}.edit", service_id=service.id)
    as_user(member).post(f"{S}.edit", written(page, name="Izin usaha kecil"), service_id=service.id)
    assert "Izin usaha kecil" in as_user(other).get(f"{S}.show", service_id=service.id).words
    stale = written(page, name="Lain")
    as_user(member).post(f"{S}.edit", stale, service_id=service.id, status=409)
    for name in ("edit", "set_status", "archive", "add_step", "add_exchange"):
        as_user(other).get(f"{S}.{name}", service_id=service.id, status=403)


def test_a_status_is_never_before_the_last_one_and_raises_the_coverage(service, coordinator, as_user):
    visitor = as_user(coordinator)

    def set_to(status, since, code=None):
        db.session.refresh(service)
        told = {"integration": status, "since": since.isoformat(), "note": "Mengalir", "version": service.version}
        visitor.post(f"{S}.set_status", told, service_id=service.id, status=code)

    set_to("partial", date(2026, 1, 4), 422)
    set_to("manual", today(), 422)
    set_to("partial", today() + timedelta(days=1), 422)
    set_to("partial", today() - timedelta(days=30))
    set_to(INTEGRATED, today() - timedelta(days=31), 422)
    set_to(INTEGRATED, today() - timedelta(days=3))
    assert covered() == (1, 1)
    assert covered(today() - timedelta(days=4)) == (0, 1)
    page = visitor.get(f"{S}.show", service_id=service.id)
    assert "Mengalir" in page.words
    assert len(db.session.scalars(select(ServiceStatus)).all()) == 3
    stale = {"integration": "manual", "since": today().isoformat(), "version": 1}
    visitor.post(f"{S}.set_status", stale, service_id=service.id, status=409)


def test_of_statuses_recorded_at_one_instant_the_present_one_counts(service, coordinator):
    at = utc_now()
    for status in (Integration.PARTIAL, Integration.MANUAL, Integration.INTEGRATED):
        told = {"since": today(), "note": "", "version": str(service.version)}
        actions.set_status(service, status, **told, by=coordinator, at=at)
        db.session.commit()
        assert covered() == (int(status is Integration.INTEGRATED), 1)


def test_an_archived_service_counts_no_longer_and_comes_back(service, coordinator, as_user):
    visitor = as_user(coordinator)
    ServiceFactory(status=Integration.INTEGRATED)
    told = {"version": service.version, "reason": "Digabung"}
    visitor.post(f"{S}.archive", told, service_id=service.id)
    assert (covered(), covered(today() - timedelta(days=1))) == ((1, 1), (1, 2))
    page = visitor.get(f"{S}.index", archived=1)
    assert "Izin usaha mikro" in page.soup.select_one("section[aria-labelledby=list]").get_text()
    assert "Izin usaha mikro" not in visitor.get(f"{S}.index").words
    changed = {"integration": "partial", "since": today().isoformat(), "version": 2}
    visitor.post(f"{S}.set_status", changed, service_id=service.id, status=409)
    visitor.post(f"{S}.restore", service_id=service.id)
    visitor.post(f"{S}.restore", service_id=service.id, status=409)
    assert covered() == (1, 2)


def test_steps_stand_on_the_roadmap_until_they_are_done(service, coordinator, as_user):
    visitor, waited = as_user(coordinator), OrganisationFactory(name="Biro Hukum", short_name="Hukum")
    now = quarter_of(today())
    page = visitor.get(f"{S}.add_step", service_id=service.id)
    told = written(page, text="Uji coba daring", begins=now.plus(1).first.isoformat(), waits_for=str(waited.id))
    wrong = {**told, "ends": now.first.isoformat()}
    visitor.post(f"{S}.add_step", wrong, service_id=service.id, status=422)
    told["ends"] = now.plus(2).first.isoformat()
    visitor.post(f"{S}.add_step", told, service_id=service.id)
    step = db.session.scalars(select(RoadmapStep)).one()
    road = visitor.get(f"{S}.index").soup.select_one("table.road tbody tr")
    assert [cell.get("colspan") for cell in road.select("td")] == [None, "2", "2"]
    assert "menunggu Hukum" in " ".join(road.select_one(".hold").get_text(" ").split())
    page = visitor.get(f"{S}.edit_step", roadmap_step_id=step.id)
    visitor.post(f"{S}.edit_step", written(page, text="Uji coba"), roadmap_step_id=step.id)
    visitor.post(f"{S}.finish_step", roadmap_step_id=step.id)
    visitor.post(f"{S}.finish_step", roadmap_step_id=step.id, status=409)
    assert not visitor.get(f"{S}.index").soup.select(".road .bar")
    visitor.post(f"{S}.remove_step", roadmap_step_id=step.id)
    assert not db.session.scalars(select(RoadmapStep)).all()


def test_exchanges_say_who_gives_what_to_whom(service, coordinator, as_user):
    visitor, city = as_user(coordinator), OrganisationFactory(name="BLUD Kota", short_name="BLUD")
    told = written(visitor.get(f"{S}.add_exchange", service_id=service.id), what="Berkas izin", how_often="tiap jam")
    told |= {"giver": str(city.id), "receiver": str(city.id), "basis": "Perpres 95/2018"}
    visitor.post(f"{S}.add_exchange", told, service_id=service.id, status=422)
    visitor.post(f"{S}.add_exchange", {**told, "receiver": str(service.owner_id)}, service_id=service.id)
    page = visitor.get(f"{S}.show", service_id=service.id)
    assert "Perpres 95/2018" in page.words
    exchange = page.soup.select_one("section[aria-labelledby=data] td a")["href"]
    assert "Berkas izin" in visitor.get(f"{S}.index").words
    rule = RegulationFactory(level=Level.PRESIDENT, number="95", year=2018)
    form = visitor.get(exchange)
    visitor.post(exchange, written(form, how_often="seketika", flows="y", regulation=str(rule.id), basis="Pasal 7"))
    page = visitor.get(f"{S}.show", service_id=service.id)
    assert "seketika" in page.words
    assert page.soup.find("a", href=f"/alignment/regulations/{rule.id}").text == "Perpres 95/2018"
    assert "Pasal 7" in page.words
    assert "Berkas izin · Pasal 7" in visitor.get("alignment.regulations.show", regulation_id=rule.id).words
    assert [kind for kind, _title, _href in found(coordinator, '"perpres 95"')] == ["regulations", "services"]
    form = visitor.get(exchange)
    assert form.soup.select_one("[name=regulation] [selected]")["value"] == str(rule.id)
    visitor.post(f"{exchange}/remove")
    assert "Berkas izin" not in visitor.get(f"{S}.index").words


def test_a_commitment_is_linked_from_its_page_and_suggests_the_next_status(service, coordinator, as_user):
    visitor = as_user(coordinator)
    commitment = CommitmentFactory(title="Membangun antarmuka", delivery=Delivery.ACCEPTED)
    page = visitor.get("commitments.registry.show", commitment_id=commitment.id)
    link = next(one["href"] for one in page.soup.select("aside a") if "Kaitkan layanan" in one.get_text())
    visitor.post(link, {"service": str(service.id)})
    visitor.post(link, {"service": str(service.id)}, status=422)
    assert "Izin usaha mikro" in visitor.get("commitments.registry.show", commitment_id=commitment.id).words
    shown = visitor.get(f"{S}.show", service_id=service.id)
    assert commitment.code in shown.words
    assert not shown.soup.select(".alert.good a")
    commitment.delivery, commitment.verification, commitment.met_on = Delivery.CLOSED, Verification.MET, today()
    db.session.commit()
    shown = visitor.get(f"{S}.show", service_id=service.id)
    suggested = shown.soup.select_one(".alert.good a")["href"]
    form = visitor.get(suggested)
    assert form.soup.select_one("input[name=integration][checked]")["value"] == INTEGRATED
    visitor.post(suggested, written(form))
    db.session.refresh(service)
    assert service.status is Integration.INTEGRATED
    assert not visitor.get(f"{S}.show", service_id=service.id).soup.select(".alert.good a")
    visitor.post(f"{L}.unlink_commitment", {"service": str(service.id)}, commitment_id=commitment.id)
    assert commitment.code not in visitor.get(f"{S}.show", service_id=service.id).words


def test_what_hangs_on_a_secret_circle_is_named_to_nobody_else(service, coordinator, as_user):
    secret = ForumFactory(name="Forum Rahasia", circle__classification=Classification.SECRET)
    agreement = AgreementFactory(title="Kerja Sama Terbuka")
    commitment = CommitmentFactory(title="Hal rahasia", circle=secret.circle, delivery=Delivery.ACCEPTED)
    barrier = Barrier(kind=BlockerKind.SYSTEM, title="Kendala rahasia", since=today(), circle_id=secret.circle_id)
    barrier.raised_by_id, barrier.raised_at = coordinator.id, utc_now()
    db.session.add(barrier)
    db.session.flush()
    db.session.add(BarrierEffect(barrier_id=barrier.id, service_id=service.id, since=today()))
    for place in (secret, agreement):
        actions.link_place(service, place, by=coordinator, at=utc_now())
    actions.link_commitment(service, commitment, by=coordinator, at=utc_now())
    db.session.commit()
    words = as_user(coordinator).get(f"{S}.show", service_id=service.id).words
    assert "Kerja Sama Terbuka" in words
    assert not {text for text in ("Forum Rahasia", "Hal rahasia", "Kendala rahasia") if text in words}
    index = as_user(coordinator).get(f"{S}.index")
    assert "Terhalang, 0" in index.words
    assert factors([secret.circle_id], coordinator, today()) == []
    as_user(coordinator).get(f"{L}.of_forum", slug=secret.slug, status=404)


def test_forums_and_agreements_show_how_many_of_their_services_are_integrated(service, coordinator, as_user, app):
    visitor, agreement = as_user(coordinator), AgreementFactory()
    done = ServiceFactory(status=Integration.INTEGRATED)
    for one in (service, done):
        visitor.post(f"{L}.link_agreement", {"service": str(one.id)}, agreement_id=agreement.id)
    page = visitor.get("agreements.registry.show", agreement_id=agreement.id)
    assert "1 dari 2 terintegrasi" in page.words
    assert "Izin usaha mikro" in visitor.get(f"{L}.of_agreement", agreement_id=agreement.id).words
    with app.test_request_context():
        told = factors([agreement.circle_id], coordinator, today())
    assert "1 dari 2" in told[0].text
    assert [one.supports for one in told] == [True, False]
    visitor.post(f"{L}.unlink_agreement", {"service": str(service.id)}, agreement_id=agreement.id)
    assert "1 dari 1 terintegrasi" in visitor.get("agreements.registry.show", agreement_id=agreement.id).words


def test_chairs_find_the_way_to_the_first_service_of_their_forum(as_user):
    forum = ForumFactory()
    chair, member = (ParticipantFactory(forum=forum, role=role) for role in (ForumRole.CHAIR, ForumRole.MEMBER))
    way = f"a[href='/forums/{forum.slug}/services/link']"
    assert as_user(chair.person).get("forums.scheduling.show", slug=forum.slug).soup.select_one(way)
    as_user(chair.person).get(f"{L}.link_forum", slug=forum.slug)
    assert not as_user(member.person).get("forums.scheduling.show", slug=forum.slug).soup.select_one(way)
    as_user(member.person).get(f"{L}.link_forum", slug=forum.slug, status=403)


def test_what_passed_is_a_matter_to_talk_about(service, coordinator, app):
    passed = quarter_of(today()).plus(-2)
    service.target = passed.first
    step = RoadmapStep(service_id=service.id, text="Satukan format", begins=passed.first, ends=passed.first)
    db.session.add(step)
    db.session.commit()
    with app.test_request_context():
        found = matters(coordinator, today())
        reader = matters(PersonFactory(), today())
    assert [one.href for one in found] == [f"/alignment/services/{service.id}"] * 2
    assert found[0].act_href.endswith("/edit")
    assert {one.act for one in reader} == {""}


def test_targets_that_passed_do_not_crowd_the_roadmap_out(service, coordinator, app):
    owner = db.session.get_one(Organisation, service.owner_id)
    for _number in range(board.MOST_ON_ROAD):
        ServiceFactory(owner=owner, status=Integration.MANUAL, target=date(2024, 1, 1))
    coming = ServiceFactory(owner=owner, status=Integration.MANUAL, target=board.quarter_of(today()).plus(1).first)
    with app.test_request_context():
        roads = board.roads_of(board.queries.lines(coordinator, today()), today())
    assert [road.line.id for road in roads] == [coming.id]


def test_the_list_is_filtered_downloaded_and_asks_no_more_as_it_grows(service, coordinator, as_user, queries):
    visitor = as_user(coordinator)
    visitor.get(f"{S}.index")
    with queries() as few:
        visitor.get(f"{S}.index")
    owner = db.session.get_one(Organisation, service.owner_id)
    for _number in range(30):
        ServiceFactory(owner=owner, status=Integration.PARTIAL)
    with queries(at_most=len(few)):
        page = visitor.get(f"{S}.index")
    assert "1–25 dari 31" in page.words
    answer = visitor.get("/alignment/services?status=manual&format=csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert [row[0] for row in rows[1:]] == ["Izin usaha mikro"]
    assert "26–31 dari 31" in visitor.get(f"{S}.index", owner=str(service.owner_id), page=2).words


def test_programs_read_the_coverage_and_set_a_status(service, coordinator, as_program):
    program = as_program(coordinator)
    path = f"/alignment/services/{service.id}"
    assert program.get("/alignment/services").json["items"][0]["name"] == "Izin usaha mikro"
    program.post(f"{path}/status", {"integration": INTEGRATED, "since": today().isoformat()})
    assert program.get(path).json["statuses"][0]["status"] == INTEGRATED
    told = program.get("/alignment/services/coverage").json
    assert (told["integrated"], told["total"]) == (1, 1)
    assert program.patch(path, {"name": "Izin usaha"}).json["target"] is None
    step = {"text": "Uji coba", "begins": "2027-01-01", "ends": "2027-04-01"}
    made = program.post(f"{path}/steps", step).json["steps"][0]
    program.post(f"/alignment/services/steps/{made['id']}/done")
    assert program.get(path).json["steps"][0]["done_on"] == today().isoformat()


def test_a_successor_takes_over_services_and_places_in_those_of_others(service, coordinator, as_user):
    before = db.session.get_one(Organisation, service.owner_id)
    after, other = OrganisationFactory(), ServiceFactory()
    step = RoadmapStep(service_id=other.id, text="Sambung", begins=date(2026, 10, 1), ends=date(2026, 10, 1))
    step.waits_for_id = before.id
    db.session.add(step)
    db.session.commit()
    at = utc_now()
    transfer = Transfer(predecessor=before, successor=after, basis="Perda 1/2026", by=coordinator, at=at)
    found = SERVICES.held(before, coordinator)
    assert {one.id for one in found} == {service.id, other.id}
    for one in found:
        SERVICES.pass_on(one, transfer)
    db.session.commit()
    assert (service.owner_id, step.waits_for_id, other.owner_id == after.id) == (after.id, after.id, False)
