"""Sessions by month, week and year."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from app.calendars.holidays import HolidayKind
from app.calendars.models import ListedHoliday, Ramadan
from app.circles.models import Classification
from app.database import db
from app.organisations.models import Sector
from forums.scheduling.models import ForumKind, Mode, SessionState
from tests.factories import CoordinatorFactory, ForumFactory, ParticipantFactory, PersonFactory, SessionFactory

pytestmark = pytest.mark.every_database

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def coordinator(as_user, clock):
    return as_user(CoordinatorFactory())


def day(page, written):
    """The cell of a day in a month, or its column in a week."""
    return page.soup.find(["td", "section"], id=f"d{written}")


def words(cell):
    return " ".join(cell.get_text(" ", strip=True).split())


def test_a_month_shows_each_session_on_its_day_with_its_hour(coordinator):
    session = SessionFactory(forum__name="Forum Data", starts_at=NOW + timedelta(days=2))
    page = coordinator.get("/calendar")
    cell = day(page, "2026-11-26")
    assert words(cell.find("a")) == f"09.00 Forum Data , Sesi {session.number}"
    assert cell.find("a")["href"] == f"/sessions/{session.id}"
    assert len(page.soup.select(f'main a[href="/sessions/{session.id}"]')) == 1
    assert "Hari ini" in words(day(page, "2026-11-24"))
    assert day(page, "2026-11-24")["aria-current"] == "date"
    assert "1 sesi · waktu dalam WIB" in page.words
    assert [head["abbr"] for head in page.soup.select("thead th")][:2] == ["Senin", "Selasa"]


def test_pages_turn_and_keep_their_filters(coordinator):
    page = coordinator.get("/calendar?month=2026-12&kind=training")
    assert page.soup.select_one("a[rel=prev]")["href"] == "/calendar?month=2026-11&kind=training"
    assert page.soup.select_one("a[rel=next]")["href"] == "/calendar?month=2027-01&kind=training"
    tabs = [link["href"] for link in page.soup.select(".tabs a")]
    assert tabs == ["/sessions?kind=training"] + [
        f"/calendar?view={view}&kind=training" for view in ("month", "week", "year")
    ]
    assert coordinator.get("/calendar?view=x&month=0000-99").soup.find("h1").get_text() == "November 2026"


def test_a_proposed_date_is_a_ghost_and_no_second_session(coordinator):
    session = SessionFactory(
        forum__name="Lintas Sektor",
        starts_at=datetime(2026, 12, 24, 2, tzinfo=UTC),
        proposed_starts_at=datetime(2026, 12, 28, 2, tzinfo=UTC),
    )
    page = coordinator.get("/calendar?month=2026-12")
    assert "1 sesi" in page.words
    assert "Usulan pindah" in words(day(page, "2026-12-24"))
    assert "ke Sen 28 Des 09.00" in words(day(page, "2026-12-24"))
    ghost = day(page, "2026-12-28").select_one("li.ghost")
    assert "Usulan tanggal:" in words(ghost)
    assert "menggantikan Kam 24 Des 09.00" in words(ghost)
    assert ghost.find("a")["href"] == f"/sessions/{session.id}"


def test_the_days_beside_a_month_show_their_sessions_and_holidays_muted(coordinator):
    ahead = SessionFactory(forum__name="Awal Desember", starts_at=datetime(2026, 12, 3, 2, tzinfo=UTC))
    behind = SessionFactory(forum__name="Akhir Oktober", starts_at=datetime(2026, 10, 27, 2, tzinfo=UTC))
    SessionFactory(forum__name="Pekan berikutnya", starts_at=datetime(2026, 12, 7, 2, tzinfo=UTC))
    db.session.add(ListedHoliday(day=date(2026, 12, 4), name="Libur Contoh", kind=HolidayKind.PUBLIC))
    db.session.commit()
    page = coordinator.get("/calendar?month=2026-11")
    for session, written, name in ((ahead, "2026-12-03", "Awal Desember"), (behind, "2026-10-27", "Akhir Oktober")):
        cell = day(page, written)
        assert "beside" in cell["class"]
        assert f"09.00 {name}" in words(cell)
        assert cell.find("a")["href"] == f"/sessions/{session.id}"
    assert "Libur Contoh" in words(day(page, "2026-12-04"))
    assert "0 sesi" in page.words  # counts the month only
    assert "Pekan berikutnya" not in page.words


def test_a_crowded_day_beside_the_month_leads_to_its_list_too(coordinator):
    SessionFactory.create_batch(5, forum=ForumFactory(), starts_at=datetime(2026, 12, 3, 2, tzinfo=UTC))
    cell = day(coordinator.get("/calendar?month=2026-11"), "2026-12-03")
    assert len(cell.select("li")) == 3
    assert "2 lagi" in words(cell.find("a", href="/sessions?day=2026-12-03"))


def test_a_ghost_shows_in_the_month_where_it_would_go(coordinator):
    SessionFactory(
        starts_at=datetime(2026, 12, 31, 2, tzinfo=UTC), proposed_starts_at=datetime(2027, 1, 4, 2, tzinfo=UTC)
    )
    page = coordinator.get("/calendar?month=2027-01")
    assert page.soup.select_one("#d2027-01-04 li.ghost")
    assert "0 sesi" in page.words


@pytest.mark.parametrize(
    "state, word",
    [(SessionState.CANCELLED, "Dibatalkan"), (SessionState.MERGED, "Digabung"), (SessionState.HELD, "Terlaksana")],
)
def test_states_are_said_in_words(coordinator, state, word):
    SessionFactory(starts_at=NOW + timedelta(days=1), state=state)
    assert word in words(day(coordinator.get("/calendar"), "2026-11-25"))


def test_what_is_under_way_says_so(coordinator):
    SessionFactory(starts_at=NOW - timedelta(minutes=5))
    assert "Berlangsung" in words(day(coordinator.get("/calendar?view=week"), "2026-11-24"))


def test_a_moved_session_is_shown_only_at_its_new_time(coordinator):
    session = SessionFactory(starts_at=NOW + timedelta(days=3), slot=NOW + timedelta(days=1))
    page = coordinator.get("/calendar?view=week")
    assert day(page, "2026-11-27").find("a")["href"] == f"/sessions/{session.id}"
    assert day(page, "2026-11-25").select("li") == []


def test_holidays_and_ramadan_are_named(coordinator):
    db.session.add(ListedHoliday(day=date(2027, 2, 10), name="Libur Contoh", kind=HolidayKind.PUBLIC, estimated=True))
    db.session.add(ListedHoliday(day=date(2027, 2, 11), name="Dicabut", kind=HolidayKind.PUBLIC, removed=True))
    db.session.add(Ramadan(first_day=date(2027, 2, 8), last_day=date(2027, 3, 9)))
    db.session.commit()
    page = coordinator.get("/calendar?month=2027-02")
    assert "Ramadan Libur Contoh (perkiraan)" in words(day(page, "2027-02-10"))
    assert "Dicabut" not in page.words
    assert "Ramadan" not in words(day(page, "2027-02-07"))
    year = coordinator.get("/calendar?view=year&year=2027")
    assert "10 Libur Contoh (perkiraan)" in year.words
    assert "8–28 Ramadan" in year.words
    assert "Natal" in coordinator.get("/calendar?month=2026-12").words


def test_filters_narrow_all_views(coordinator, as_user):
    mine = ParticipantFactory(forum__name="Pelatihan", forum__kind=ForumKind.TRAINING)
    mine.person.organisation.sector = Sector.PRIVATE
    mine.seat.sector = Sector.PRIVATE
    db.session.commit()
    SessionFactory(forum=mine.forum, starts_at=NOW + timedelta(days=1), mode=Mode.ONLINE)
    SessionFactory(forum__name="Lain", starts_at=NOW + timedelta(days=1), mode=Mode.IN_PERSON)
    for view in ("month", "week"):
        for query in ("kind=training", "sector=private", "mode=online", f"forum={mine.forum.slug}"):
            cell = day(coordinator.get(f"/calendar?view={view}&{query}"), "2026-11-25")
            assert [words(link)[5:].strip()[:9] for link in cell.select("li a")] != []
            assert "Lain" not in words(cell)
            assert "Pelatihan" in words(cell)
    assert "1 sesi" in coordinator.get("/calendar?view=year&kind=training").words
    assert "2 sesi" in coordinator.get("/calendar?view=year").words
    assert "1 sesi" in as_user(mine.person).get("/calendar?mine=1").words


def test_nobody_sees_what_they_may_not_read(coordinator, as_user):
    SessionFactory(forum__name="Tertutup", forum__circle__classification=Classification.SECRET, starts_at=NOW)
    SessionFactory(forum__name="Dalam", starts_at=NOW)
    outsider = as_user(PersonFactory())
    for view in ("month", "week", "year"):
        assert "0 sesi" in outsider.get(f"/calendar?view={view}").words
        assert "Tertutup" not in coordinator.get(f"/calendar?view={view}").words
    as_user().get("/calendar", status=302)


def test_a_crowded_day_leads_to_its_list(coordinator):
    forum = ForumFactory()
    for number in range(7):
        SessionFactory(forum=forum, starts_at=NOW + timedelta(days=1, minutes=number))
    cell = day(coordinator.get("/calendar"), "2026-11-25")
    assert len(cell.select("li")) == 3
    more = cell.find("a", href="/sessions?day=2026-11-25")
    assert "4 lagi" in words(more)
    listed = coordinator.get(more["href"])
    assert len(listed.soup.select("main tbody tr")) == 7
    assert len(day(coordinator.get("/calendar?view=week"), "2026-11-25").select("li")) == 7


def test_a_week_says_places_hours_and_what_overlaps(coordinator):
    SessionFactory(forum__name="Pagi", starts_at=NOW, place="Balai Kota")
    SessionFactory(forum__name="Juga pagi", starts_at=NOW + timedelta(hours=1))
    SessionFactory(forum__name="Sore", starts_at=NOW + timedelta(hours=5))
    SessionFactory(forum__name="Batal", starts_at=NOW + timedelta(hours=5), state=SessionState.CANCELLED)
    cell = day(coordinator.get("/calendar?view=week&week=2026-W48"), "2026-11-24")
    entries = [words(item) for item in cell.select("li")]
    assert "09.00–11.00 Pagi" in entries[0]
    assert "Balai Kota" in entries[0]
    assert ["Bersamaan dengan sesi lain" in entry for entry in entries] == [True, True, False, False]


def test_a_week_places_sessions_at_their_hours(coordinator):
    SessionFactory(forum__name="Panjang", starts_at=NOW, ends_at=NOW + timedelta(hours=4))
    SessionFactory(forum__name="Di tengah", starts_at=NOW + timedelta(hours=2, minutes=30))
    SessionFactory(forum__name="Malam", starts_at=NOW + timedelta(days=1, hours=11))
    page = coordinator.get("/calendar?view=week")
    labels = page.soup.select_one(".week > ol")
    assert labels["aria-hidden"] == "true"
    assert [item.get_text() for item in labels.find_all("li")] == [f"{hour:02}.00" for hour in range(8, 22)]
    blocks = day(page, "2026-11-24").select(".times > li")
    assert [block["class"][1:] for block in blocks] == [
        ["at-9", "m-0", "for-4", "plus-0", "lane-0", "of-2"],
        ["at-11", "m-6", "for-2", "plus-0", "lane-1", "of-2"],
    ]
    assert "09.00–13.00 Panjang" in words(blocks[0])
    assert "11.30–13.30 Di tengah" in words(blocks[1])
    (late,) = day(page, "2026-11-25").select(".times > li")
    assert late["class"][1:] == ["at-20", "m-0", "for-2", "plus-0", "lane-0", "of-1"]
    days = [words(heading) for heading in page.soup.select(".week h2")]
    assert days[:2] == ["Sen 23 Nov", "Sel 24 Nov Hari ini"]
    assert len(days) == 7
    assert "08:00" in [
        item.get_text() for item in coordinator.get("/calendar?view=week&lang=en").soup.select(".week > ol > li")
    ]


@pytest.mark.parametrize("width", [1280, 320])
def test_a_week_has_columns_by_hour_or_a_list_of_days(pages, width):
    late, early = datetime(2027, 3, 3, 7, tzinfo=UTC), datetime(2027, 3, 2, 2, tzinfo=UTC)
    SessionFactory(forum__name="Siang", starts_at=late)
    SessionFactory(forum__name="Pagi", starts_at=early)
    page = pages(CoordinatorFactory(language="id"), width=width)
    page.goto("/calendar?view=week&week=2027-W09")
    boxes = {name: page.locator(".week li", has_text=name).bounding_box() for name in ("Pagi", "Siang")}
    assert boxes["Siang"]["y"] > boxes["Pagi"]["y"]
    assert (boxes["Siang"]["x"] > boxes["Pagi"]["x"]) == (width == 1280)
    if width == 1280:
        label = page.locator(".week > ol > li", has_text="14.00").bounding_box()
        assert abs(label["y"] - boxes["Siang"]["y"]) < 4


def test_sessions_of_another_zone_say_their_own_hour(coordinator):
    SessionFactory(starts_at=datetime(2026, 11, 25, 0, tzinfo=UTC), timezone="Asia/Jayapura")
    SessionFactory(starts_at=datetime(2026, 11, 26, 0, tzinfo=UTC), timezone="Asia/Pontianak")
    page = coordinator.get("/calendar?view=week")
    assert "07.00–09.00 (09.00 WIT)" in words(day(page, "2026-11-25"))
    assert "(" not in words(day(page, "2026-11-26"))


def test_a_session_late_in_the_evening_is_on_the_day_of_the_readers_time_zone(coordinator):
    SessionFactory(starts_at=datetime(2026, 11, 29, 17, 30, tzinfo=UTC))
    assert day(coordinator.get("/calendar"), "2026-11-30").find("a")
    SessionFactory(starts_at=datetime(2026, 12, 31, 17, 30, tzinfo=UTC))
    assert "1 sesi" in coordinator.get("/calendar?view=year&year=2027").words


def test_a_year_counts_what_takes_place(coordinator):
    for number in range(2):
        SessionFactory(starts_at=NOW + timedelta(days=1, hours=number))
    SessionFactory(starts_at=NOW + timedelta(days=1), state=SessionState.CANCELLED)
    page = coordinator.get("/calendar?view=year")
    link = page.soup.find("a", href="/calendar?month=2026-11#d2026-11-25")
    assert words(link) == "25 2 sesi"
    assert len(page.soup.select(".year table")) == 12


@pytest.mark.parametrize("view", ["month", "week", "year"])
def test_every_view_costs_four_statements_whatever_it_holds(coordinator, as_user, queries, view):
    member = as_user(ParticipantFactory().person)
    for number in range(3):
        SessionFactory(starts_at=NOW + timedelta(hours=number))
    with queries(at_most=4) as few:
        coordinator.get(f"/calendar?view={view}")
    for number in range(20):
        SessionFactory(starts_at=NOW + timedelta(hours=number), proposed_starts_at=NOW + timedelta(days=2))
    with queries(at_most=4) as many:
        coordinator.get(f"/calendar?view={view}")
    assert len(many) == len(few)
    with queries(at_most=5 if view == "week" else 4):  # whether they lead a forum, and may add sessions
        member.get(f"/calendar?view={view}&sector=private&kind=training&mine=1&mode=online&forum=x")


def test_what_changes_shows_at_once_in_every_view(coordinator):
    session = SessionFactory(forum__name="Forum Data", starts_at=NOW + timedelta(days=1))
    assert "09.00 Forum Data" in words(day(coordinator.get("/calendar"), "2026-11-25"))
    assert "Forum Data" in words(day(coordinator.get("/calendar?view=week"), "2026-11-25"))
    assert "25 1 sesi" in coordinator.get("/calendar?view=year").words
    session.forum.name, session.starts_at = "Forum Air", NOW + timedelta(days=1, hours=1)
    session.ends_at = session.starts_at + timedelta(hours=1)
    SessionFactory(forum=session.forum, starts_at=session.starts_at)
    assert "10.00 Forum Air" in words(day(coordinator.get("/calendar"), "2026-11-25"))
    assert "Bersamaan dengan sesi lain" in words(day(coordinator.get("/calendar?view=week"), "2026-11-25"))
    assert "25 2 sesi" in coordinator.get("/calendar?view=year").words


def test_days_lead_on_under_the_filters_of_their_own_page(coordinator):
    forum = ForumFactory(kind=ForumKind.TRAINING)
    SessionFactory.create_batch(5, forum=forum, starts_at=NOW + timedelta(days=1))
    for address, more in (("/calendar", "?"), ("/calendar?kind=training", "?kind=training&")):
        links = [link["href"] for link in day(coordinator.get(address), "2026-11-25").select("p a")]
        assert links == [f"/sessions{more}day=2026-11-25"]
    for address, more in (("", ""), ("&kind=training", "&kind=training")):
        months = coordinator.get(f"/calendar?view=year{address}").soup.select(".year h2 a")
        assert months[10]["href"] == f"/calendar?month=2026-11{more}"


def test_today_is_another_day_tomorrow(coordinator):
    assert day(coordinator.get("/calendar"), "2026-11-24").get("aria-current") == "date"
    with time_machine.travel(NOW + timedelta(days=1)):
        page = coordinator.get("/calendar")
    assert day(page, "2026-11-24").get("aria-current") is None
    assert day(page, "2026-11-25").get("aria-current") == "date"


@pytest.mark.parametrize(
    "query",
    [
        "view=year&year=2199",
        "view=year&year=1970",
        "month=2199-12",
        "month=1970-01",
        "view=week&week=2199-W52",
        "view=week&week=1970-W01",
        "view=week&week=2026-W53",
        "month=2026-11&month=x&forum=%F0%9F%98%80&state=%3Cscript%3E",
    ],
)
def test_the_ends_of_time_and_nonsense_are_pages_too(coordinator, query):
    assert coordinator.get(f"/calendar?{query}").soup.find("h1")


def test_both_languages_are_spoken(coordinator):
    SessionFactory(starts_at=NOW + timedelta(days=1))
    assert "times in WIB" in coordinator.get("/calendar?lang=en").words
    assert coordinator.get("/calendar?view=week").soup.find("h1").get_text() == "23–29 Nov 2026"
    assert coordinator.get("/calendar?view=week&week=2026-W49").soup.find("h1").get_text() == "30 Nov – 6 Dec 2026"
    turn = coordinator.get("/calendar?view=week&week=2026-W53").soup.find("h1").get_text()
    assert turn == "28 Dec 2026 – 3 Jan 2027"


@pytest.mark.parametrize("width", [1280, 320])
def test_every_view_is_for_every_eye(pages, axe, width):
    soon = datetime.now(UTC) + timedelta(days=1)
    SessionFactory(starts_at=soon, proposed_starts_at=soon + timedelta(days=1))
    page = pages(CoordinatorFactory(), width=width)
    for view in ("month", "week", "year"):
        page.goto(f"/calendar?view={view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)


def test_a_day_is_found_by_keyboard_without_script(pages):
    session = SessionFactory(forum__name="Forum Data", starts_at=datetime.now(UTC) + timedelta(minutes=5))
    page = pages(CoordinatorFactory(), width=360, script=False)
    page.goto("/calendar?view=week")
    link = page.get_by_role("link", name=re.compile("Forum Data, Sesi"))
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/sessions/{session.id}")
