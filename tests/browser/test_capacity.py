"""A gap in a competence becomes a training, and the attendance list of its session closes it."""

import pytest
from playwright.sync_api import expect

from alignment.capacity.trainings import of_session
from app.database import db
from app.organisations.models import Contact, ContactRole
from forums.attendance.models import Attendance, Presence
from forums.scheduling.models import ForumKind, Session
from tests.factories import CompetenceFactory, LevelFactory
from tests.factories.forums import NEXT
from tests.forums.room import room

pytestmark = pytest.mark.one_database

API = "Integrasi API"


@pytest.fixture
def school(app, clock):
    """A training forum, and five organisations with levels; the agency lacks one in "Integrasi API"."""
    it = room(kind=ForumKind.TRAINING, name="Pelatihan Digital")
    competence = CompetenceFactory(name=API)
    LevelFactory(organisation=it.member.organisation, competence=competence, needed=3, held=2)
    for _number in range(4):
        LevelFactory(competence=competence, needed=3, held=3)
    db.session.add(Contact(organisation=it.member.organisation, role=ContactRole.FOCAL_POINT, person=it.member))
    db.session.commit()
    return it


def row_of(page, name):
    """The words of an organisation in the table of the page of competences."""
    page.goto("/alignment/capacity")
    return page.locator("#organisations").locator("xpath=../..").get_by_role("row").filter(has_text=name)


def test_a_gap_is_trained_for_and_closed_from_the_attendance_list(school, pages, axe):
    session_id, participant = school.session.id, school.participants["member"]
    seat_id, participant_id, taker_id = participant.seat_id, participant.id, school.taker.id
    name, agency_id = school.member.organisation.name, school.member.organisation_id
    for person in (school.facilitator, school.member):
        db.session.refresh(person)
    db.session.commit()
    facilitator, member = pages(school.facilitator, width=1280), pages(school.member, width=320)
    db.session.commit()

    expect(row_of(facilitator, name)).to_contain_text("2 dari 3")
    expect(facilitator.locator("figure.chart h2")).to_have_text(f"{API} paling kurang: dibutuhkan 3, ada 2,8")
    axe(facilitator)
    facilitator.goto("/alignment/capacity")
    facilitator.get_by_role("link", name=name).click()
    facilitator.get_by_role("link", name="Rencanakan pelatihan").click()
    axe(facilitator)
    facilitator.get_by_label("Sesi", exact=True).select_option(str(session_id))
    facilitator.get_by_role("button", name="Rencanakan pelatihan ini").click()
    axe(facilitator)
    member.goto("/alignment/capacity")
    expect(member.get_by_text(f"untuk {API}")).to_be_visible()
    axe(member)
    assert member.evaluate("document.documentElement.scrollWidth") <= 320

    came = Attendance(session_id=session_id, seat_id=seat_id, participant_id=participant_id)
    came.presence, came.recorded_by_id, came.recorded_at = Presence.PRESENT, taker_id, NEXT
    db.session.add(came)
    school.session = db.session.get_one(Session, session_id)
    school.hold()
    training_id = of_session(session_id).id
    db.session.commit()

    member.goto(f"/alignment/capacity/trainings/{training_id}")
    axe(member)
    assert member.evaluate("document.documentElement.scrollWidth") <= 320
    member.get_by_role("button", name="Naikkan satu tingkat").click()
    expect(member.get_by_text("Sudah cukup", exact=True)).to_be_visible()
    expect(row_of(facilitator, name)).to_contain_text("3 dari 3")
    facilitator.get_by_text("Lihat sebagai tabel").click()
    expect(facilitator.locator("figure.chart table").get_by_role("row").filter(has_text=API)).to_contain_text(
        "tidak kurang"
    )
    expect(facilitator.get_by_text("1 instansi naik satu tingkat")).to_be_visible()
    member.goto(f"/organisations/{agency_id}")
    expect(member.get_by_role("link", name="1 dari 1 cukup")).to_be_visible()
