"""New sessions from the free half hours of a week."""

import re
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.database import db
from forums.calendar.grid import weeks_with_sessions
from forums.calendar.rules import Period, View
from forums.calendar.slots import free_slots, slots_of
from forums.scheduling.models import ForumRole, Session, SessionState
from tests.factories import CoordinatorFactory, ForumFactory, ParticipantFactory, PersonFactory, SessionFactory

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def coordinator(as_user, clock):
    return as_user(CoordinatorFactory())


def slots(page):
    """The addresses of the free half hours, by their accessible names."""
    return {link["aria-label"]: link["href"] for link in page.soup.select("[role=grid] a")}


def test_free_half_hours_lead_to_the_form_of_a_session_at_that_time(coordinator):
    forum = ForumFactory(name="Forum Data", minutes=90)
    ForumFactory(name="Forum Air")
    SessionFactory(forum=forum, starts_at=NOW + timedelta(hours=4), ends_at=NOW + timedelta(hours=5, minutes=15))
    page = coordinator.get("/calendar?view=week")
    found = slots(page)
    today = [name for name in found if "Sel 24 Nov" in name]
    hours = [name.rpartition(" ")[2] for name in today]
    assert hours[:8] == ["09.30", "10.00", "10.30", "11.00", "11.30", "12.00", "12.30", "14.30"]
    assert not [name for name in found if "Sen 23 Nov" in name]
    assert [link["tabindex"] for link in page.soup.select("[role=grid] a")].count("0") == 1
    begin = coordinator.get(found["Sesi baru, Rab 25 Nov 10.30"])
    address = begin.soup.find("a", string="Forum Data")["href"]
    form = coordinator.get(address).soup
    assert form.find("input", {"name": "day"})["value"] == "25 November 2026"
    assert form.find("input", {"name": "time"})["value"] == "10.30"
    assert form.find("input", {"name": "minutes"})["value"] == "90"


def test_cancelled_sessions_and_proposed_dates_leave_their_time_free(coordinator):
    SessionFactory(starts_at=NOW + timedelta(hours=1), state=SessionState.CANCELLED)
    SessionFactory(starts_at=NOW - timedelta(days=4), proposed_starts_at=NOW + timedelta(hours=3))
    found = slots(coordinator.get("/calendar?view=week"))
    assert {"Sesi baru, Sel 24 Nov 10.00", "Sesi baru, Sel 24 Nov 12.00"} <= found.keys()


def test_the_form_shows_the_time_in_the_zone_of_the_forum(coordinator):
    ForumFactory(timezone="Asia/Jayapura")
    address = slots(coordinator.get("/calendar?view=week"))["Sesi baru, Rab 25 Nov 10.30"]
    form = coordinator.get(address, follow=True).soup
    assert form.find("input", {"name": "time"})["value"] == "12.30"


def test_a_calendar_of_one_forum_adds_to_that_forum(coordinator):
    forum = ForumFactory()
    SessionFactory(forum=forum, starts_at=NOW + timedelta(days=1))
    ForumFactory()
    page = coordinator.get(f"/calendar?view=week&forum={forum.slug}")
    at = slots(page)["Sesi baru, Rab 25 Nov 08.00"]
    assert coordinator.get(at, status=302).location.startswith(
        f"/forums/{forum.slug}/sessions/new?at=2026-11-25T01:00Z"
    )
    day = page.soup.select_one("#d2026-11-25 a.begin")["href"]
    assert coordinator.get(day, status=302).location == f"/forums/{forum.slug}/sessions/new?day=2026-11-25"


@pytest.mark.parametrize("at", ["x", "2026-11-24T02:30", "0001-01-01T00:00+23:59", "2026-13-01T00:00Z"])
def test_an_address_with_another_time_opens_an_empty_form(coordinator, at):
    forum = ForumFactory()
    form = coordinator.get(f"/forums/{forum.slug}/sessions/new?at={quote(at)}").soup
    assert not form.find("input", {"name": "day"}).get("value")


def test_others_see_the_week_without_slots(as_user, clock):
    forum = ForumFactory()
    member = as_user(ParticipantFactory(forum=forum).person)
    chair = as_user(ParticipantFactory(forum=forum, role=ForumRole.CHAIR).person)
    for visitor, sees in ((member, False), (as_user(PersonFactory()), False), (chair, True)):
        page = visitor.get("/calendar?view=week")
        assert bool(slots(page)) == sees
        assert bool(page.soup.select("a.begin")) == sees


@pytest.mark.one_database
def test_no_slot_at_a_time_that_a_clock_change_skips():
    zone = ZoneInfo("Europe/Berlin")
    grid = weeks_with_sessions(Period(View.WEEK, date(2027, 3, 22)), [], zone=zone, holidays={}, ramadans=(), listed="")
    rows = free_slots(grid, zone=zone, now=NOW)
    assert [rows[0][6].at, rows[2][6].at] == ["2027-03-28T06:00Z", "2027-03-28T07:00Z"]
    assert rows[0][5].at == "2027-03-27T07:00Z"
    day = grid.weeks[0][6]
    times = [time(hour, minute) for hour in (1, 2, 3) for minute in (0, 30)]
    assert [slot and slot.time.hour for slot in slots_of(day, times, zone, NOW)] == [1, 1, None, None, 3, 3]


@pytest.mark.one_database
def test_the_line_for_now_is_drawn_within_the_hours_of_today(coordinator):
    assert coordinator.get("/calendar?view=week").soup.select_one("#d2026-11-24 [data-present]")["class"][1:] == [
        "at-9",
        "m-0",
    ]
    assert not coordinator.get("/calendar?view=week&week=2026-W49").soup.select("[data-present]")


@pytest.mark.one_database
def test_a_session_is_made_in_the_week_by_keyboard_alone(pages, axe):
    slug = ForumFactory(name="Forum Data", minutes=90).slug
    page = pages(CoordinatorFactory(language="en"), width=1280)
    db.session.commit()
    page.goto("/calendar?view=week&week=2027-W09")
    axe(page)
    stop = page.locator("[role=grid] a[tabindex='0']")
    for _ in range(80):
        page.keyboard.press("Tab")
        if stop.evaluate("(link) => link === document.activeElement"):
            break
    expect(page.locator(":focus")).to_have_accessible_name("New session, Mon 1 Mar 08:00")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator(":focus")).to_have_accessible_name("New session, Wed 3 Mar 09:00")
    assert page.locator("[role=grid] a[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/forums/{slug}/sessions/new"))
    for name in ("day", "time", "minutes"):
        assert page.locator(f"input[name={name}]").input_value()
    page.locator("input[name=title]").focus()
    page.keyboard.type("Extra session on data")
    page.get_by_role("button", name="Add the session").focus()
    page.keyboard.press("Enter")
    page.get_by_text("The session was added.").wait_for()
    made = db.session.scalars(select(Session)).one()
    assert (made.starts_at, made.length) == (datetime(2027, 3, 3, 2, tzinfo=UTC), timedelta(minutes=90))


@pytest.mark.one_database
def test_home_and_end_move_in_a_row_and_with_control_in_the_grid(pages):
    ForumFactory()
    page = pages(CoordinatorFactory(language="en"), width=1280)
    page.goto("/calendar?view=week&week=2027-W09")
    page.locator("[role=grid] a").first.focus()
    for key, name in (
        ("End", "Sun 7 Mar 08:00"),
        ("Home", "Mon 1 Mar 08:00"),
        ("Control+End", "Sun 7 Mar 16:30"),
        ("ArrowDown", "Sun 7 Mar 16:30"),
        ("Control+Home", "Mon 1 Mar 08:00"),
    ):
        page.keyboard.press(key)
        expect(page.locator(":focus")).to_have_accessible_name(f"New session, {name}")


@pytest.mark.one_database
@pytest.mark.parametrize("width, dark", [(1280, True), (360, False)])
def test_sessions_are_side_by_side_and_slots_only_on_wide_screens(pages, axe, width, dark):
    start = datetime(2027, 3, 2, 2, tzinfo=UTC)
    SessionFactory(forum__name="Pagi", starts_at=start)
    SessionFactory(forum__name="Juga", starts_at=start + timedelta(minutes=30))
    page = pages(CoordinatorFactory(), width=width, dark=dark)
    page.goto("/calendar?view=week&week=2027-W09")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = {name: page.locator(".week .times > li", has_text=name).bounding_box() for name in ("Pagi", "Juga")}
    wide = width == 1280
    assert page.locator("[role=grid]").is_visible() == wide
    assert (boxes["Juga"]["x"] >= boxes["Pagi"]["x"] + boxes["Pagi"]["width"]) == wide
    assert boxes["Juga"]["y"] > boxes["Pagi"]["y"]
    assert page.locator("#d2027-03-05 a.begin").is_visible()
