"""The home page of partners: what they owe by due date, and the minutes that they may correct."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.circles.models import Classification
from app.database import db
from commitments.registry.rules import Delivery, Verification
from forums.minutes import policies
from forums.minutes.models import Minutes, MinutesState
from forums.minutes.queries import correctable_by
from forums.scheduling.models import Session, SessionState
from tests.factories import CommitmentFactory, PersonFactory, SeatFactory
from tests.forums.room import room

pytestmark = pytest.mark.every_database

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def still(app, clock):
    """The time is fixed at Tuesday, 24 November 2026."""


@pytest.fixture
def partner():
    return PersonFactory()


def owes(partner, title, due, delivery=Delivery.IN_PROGRESS, **more):
    return CommitmentFactory(
        title=title, first_due=date.fromisoformat(due), delivery=delivery, responsible=partner.organisation, **more
    )


def groups(page) -> dict[str, list[str]]:
    """Return the titles of the commitments on a home page by heading."""
    section = page.soup.find(id="own").find_parent("section")
    return {
        heading.span.get_text(strip=True): [one.text for one in heading.find_next("ol").select("strong")]
        for heading in section.find_all("h3")
    }


def test_a_partner_sees_what_it_owes_by_due_date(partner, as_user):
    owes(partner, "Panduan", "2026-12-18")
    owes(partner, "Laporan", "2026-11-20", Delivery.SUBMITTED)
    owes(partner, "Katalog", "2026-11-04")
    owes(partner, "Relawan", "2027-01-08", Delivery.ACCEPTED)
    owes(partner, "Foto", "2026-11-29", Delivery.BLOCKED)
    owes(partner, "Senin depan", "2026-11-30")
    owes(partner, "Usul baru", "2026-12-02", Delivery.PROPOSED)
    owes(partner, "Tawar", "2026-12-09", Delivery.COUNTER_PROPOSED, counter_due=date(2026, 12, 30))
    owes(partner, "Selesai", "2026-11-04", Delivery.CLOSED)
    CommitmentFactory(title="Milik orang lain", delivery=Delivery.IN_PROGRESS)
    page = as_user(partner).get("/")
    assert groups(page) == {
        "Terlambat": ["Katalog"],
        "Minggu ini": ["Foto"],
        "November": ["Senin depan"],
        "Desember": ["Panduan"],
        "Januari 2027": ["Relawan"],
        "Menunggu pihak lain": ["Laporan", "Tawar"],
    }
    assert "Lihat 7 komitmen" in page.words
    assert "Minggu ini 23 Nov – 29 Nov" in page.words
    assert "November setelah 29 Nov" in page.words
    assert "Usul baru" in page.soup.find(id="needed").find_parent("section").text


def test_each_commitment_has_its_due_date_lateness_and_main_act(partner, as_user):
    it = owes(partner, "Katalog", "2026-11-04", verification=Verification.RETURNED, progress=60)
    it.current_due = date(2026, 11, 18)
    page = as_user(partner).get("/")
    line = page.soup.find(id="own").find_next("li")
    for words in ("tenggat Rab 18 Nov", "semula Rab 4 Nov", "Terlambat 6 hari", "Dikembalikan", "60 %", it.code):
        assert words in " ".join(line.get_text(" ").split())
    assert line.find("a", class_="btn")["href"] == f"/commitments/{it.id}/report"
    it.delivery, it.verifier.short_name = Delivery.SUBMITTED, "Dinas Air"
    line = as_user(partner).get("/").soup.find(id="own").find_next("li")
    assert "verifikator: Dinas Air" in line.text
    assert "Terlambat" not in line.text
    assert line.find("a", class_="btn") is None


def test_a_partner_does_not_see_what_is_late_twice(partner, as_user):
    owes(partner, "Katalog", "2026-11-04")
    page = as_user(partner).get("/")
    assert page.words.count("Katalog") == 2  # the link, and the name of the button for screen readers
    assert page.soup.find(id="needed") is None


def test_a_home_takes_few_statements_however_much_is_owed(partner, as_user, queries):
    visitor = as_user(partner)
    with queries(at_most=16) as few:
        visitor.get("/")
    for number in range(20):
        owes(partner, f"Janji {number}", "2026-12-18")
    with queries(at_most=16) as many:
        page = visitor.get("/")
    assert len(many) == len(few)
    assert len(groups(page)["Desember"]) == 12
    assert "Lihat 20 komitmen" in page.words


@pytest.fixture
def held():
    """A session with circulated minutes that take corrections for two more days."""
    it = room()
    it.session.state = SessionState.HELD
    it.minutes = Minutes(session_id=it.session.id, language="id", begun_at=NOW, state=MinutesState.CIRCULATED)
    it.minutes.correction_until = NOW + timedelta(days=2)
    db.session.add(it.minutes)
    db.session.commit()
    return it


def shown(as_user, person) -> bool:
    return as_user(person).get("/").soup.find(id="corrections") is not None


def test_a_partner_sees_until_when_it_may_correct_minutes(held, as_user, clock):
    words = as_user(held.partner).get("/").words
    assert "Notulen terbuka untuk koreksi" in words
    assert "sampai Kamis, 26 November 2026 pukul 09.00 WIB 2 hari lagi" in words
    clock.shift(timedelta(days=2, seconds=1))
    assert not shown(as_user, held.partner)


def test_minutes_that_are_approved_or_a_draft_are_not_open_for_correction(held, as_user):
    for state in (MinutesState.DRAFT, MinutesState.APPROVED, MinutesState.PUBLISHED):
        held.minutes.state = state
        assert not shown(as_user, held.partner)


@pytest.mark.parametrize("classification", [Classification.INTERNAL, Classification.PUBLIC, Classification.SECRET])
def test_the_list_and_the_policy_agree_about_who_may_correct(held, app, classification):
    held.forum.circle.classification = classification
    people = [held.chair, held.facilitator, held.taker, held.member, held.partner, held.observer, PersonFactory()]
    people.append(PersonFactory(organisation=held.member.organisation))
    people.append(PersonFactory(organisation=SeatFactory(circle=held.forum.circle, observer=True).organisation))
    db.session.commit()
    for person in people:
        may = policies.correct_minutes(person, held.minutes) and policies.read_version(person, held.minutes)
        query = db.session.query(Session.id).where(Session.id == held.session.id, correctable_by(person, TODAY))
        assert (query.first() is not None) is may, person.name
