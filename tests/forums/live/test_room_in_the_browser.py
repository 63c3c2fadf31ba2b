"""The room screen in a real browser: it fits without scrolling, counts by itself, and is accessible."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.clock import utc_now
from app.database import db
from forums.attendance.models import Attendance, Presence
from forums.decisions.actions import Wording, decide
from forums.scheduling.models import DecisionRule
from tests.forums.room import TEMPLATE, room

TEXTS = (
    "Katalog metadata sensor diperiksa JSC dalam lima hari kerja.",
    "DPMPTSP menyerahkan daftar layanan yang masih memerlukan verifikasi fisik, lengkap dengan dasar aturannya.",
)


@pytest.fixture
def it(app):
    """A session that has discussed its first item for twelve minutes, with a question and two decisions."""
    made = room(template=TEMPLATE)
    began = utc_now().replace(microsecond=0) - timedelta(minutes=12, seconds=30)
    made.session.starts_at, made.session.ends_at = began, began + timedelta(hours=2)
    made.open(began)
    made.agenda_item = made.item(
        started_at=began,
        presenter_name="DPMPTSP",
        question="Apakah DPMPTSP menyerahkan daftar layanan yang masih memerlukan verifikasi fisik, dan kapan?",
    )
    made.other = made.item(title="Data sensor udara: katalog dan mutu", position=2)
    for name in ("chair", "partner"):
        participant = made.participants[name]
        came = Attendance(session_id=made.session.id, seat_id=participant.seat_id, participant_id=participant.id)
        came.presence, came.recorded_by_id, came.recorded_at = Presence.PRESENT, made.taker.id, began
        db.session.add(came)
    db.session.commit()
    with app.test_request_context():
        for text in TEXTS:
            wording = Wording(text=text, how=DecisionRule.CONSENSUS)
            decide(made.session, wording, item=made.agenda_item, by=made.taker, at=utc_now())
        db.session.commit()
    made.address = f"/sessions/{made.session.id}/room"
    return made


@pytest.mark.parametrize("width, height", [(1280, 720), (1920, 1080)])
@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_on_a_projector(it, pages, axe, width, height, dark):
    page = pages(it.taker, width=width, height=height, dark=dark)
    page.goto(it.address)
    expect(page.locator("#current")).to_have_text("Status integrasi perizinan")
    axe(page)
    size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size[0] <= width
    assert size[1] <= height


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_is_read_on_a_phone(it, pages, axe, language):
    it.taker.language = language
    page = pages(it.taker, width=360, height=3000)
    page.goto(it.address)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("#current").evaluate("one => parseFloat(getComputedStyle(one).fontSize)") >= 24


def one_of(minutes):
    """Return a pattern of this number of minutes, or a neighbour: the minute may end while the test runs."""
    return re.compile(rf"^({minutes - 1}|{minutes}|{minutes + 1})$")


@pytest.mark.parametrize("where", ["room", "live"])
def test_minutes_are_counted_between_polls(it, pages, where):
    page = pages(it.taker)
    page.clock.install()
    page.goto(it.address.replace("room", where))
    left = int(page.locator("[data-count=left]").first.inner_text())
    page.clock.fast_forward("03:00")
    expect(page.locator("[data-count=left]").first).to_have_text(one_of(left - 3))
    expect(page.locator("[data-while=over]").first).to_be_hidden()
    page.clock.fast_forward("10:00")
    expect(page.locator("[data-count=over]").first).to_have_text(one_of(12 - left))
    expect(page.locator("[data-while=within]").first).to_be_hidden()


def test_it_follows_the_session_without_reloading(it, pages):
    screen, chair = pages(it.member), pages(it.chair)
    screen.goto(it.address)
    expect(screen.locator("#current")).to_have_text("Status integrasi perizinan")
    expect(screen.locator(".done")).not_to_contain_text("Katalog metadata")
    chair.goto(it.address.replace("room", "live"))
    chair.get_by_role("button", name="Selesai, lanjut ke butir 2").click()
    expect(screen.locator("#current")).to_have_text("Data sensor udara: katalog dan mutu")


def test_without_script_it_is_right_when_it_is_opened(it, pages):
    page = pages(it.taker, script=False)
    page.goto(it.address)
    expect(page.locator("[data-count=left]")).to_have_text(one_of(7))
    expect(page.locator("[data-while=over]")).to_be_hidden()
