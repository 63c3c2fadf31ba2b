"""Pages that are drawn once for many: each reader gets their own name, token, menus and messages, and what is new."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from app import shared
from app.calendars.holidays import HolidayKind
from app.calendars.models import ListedHoliday
from app.database import db
from tests.factories import AdministratorFactory, CoordinatorFactory, OrganisationFactory, PersonFactory, SessionFactory

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
LIST = "/organisations"


@pytest.fixture
def drawings(app, monkeypatch):
    """How often a page was drawn."""
    count = []
    draw = shared.render_template
    monkeypatch.setattr(
        shared, "render_template", lambda *given, **values: count.append(given) or draw(*given, **values)
    )
    shared._drawn.cache_clear()
    return count


def reader_of(page):
    return page.soup.select_one("#me summary .wide").get_text()


def token_of(page):
    return page.soup.select_one("#me input[name=csrf_token]")["value"]


def test_it_is_drawn_once_for_all_with_the_name_and_the_forms_of_each(as_user, drawings):
    one, other = (as_user(CoordinatorFactory(name=name)) for name in ("Rina", "Bayu & <Putra>"))
    pages = [visitor.get(LIST) for visitor in (one, other, one)]
    assert len(drawings) == 1
    assert [reader_of(page) for page in pages] == ["Rina", "Bayu & <Putra>", "Rina"]
    assert token_of(pages[0]) == token_of(pages[2]) != token_of(pages[1])
    for visitor, page in ((one, pages[0]), (other, pages[1])):
        visitor.client.post("/sign-out", data={"csrf_token": token_of(page)})
        visitor.get(LIST, status=302)


def test_forms_in_it_are_the_reader_s_own(as_user, drawings):
    days = [
        ListedHoliday(day=date(2027, 1, day), name=f"Hari {day}", kind=HolidayKind.PUBLIC, estimated=True)
        for day in (5, 6)
    ]
    db.session.add_all(days)
    visitors = [as_user(AdministratorFactory()) for _day in days]
    pages = [visitor.get("/settings/holidays?year=2027") for visitor in visitors]
    assert len(drawings) == 1
    for place, (visitor, page) in enumerate(zip(visitors, pages, strict=True)):
        form = page.soup.select("main td form[data-once]")[place]
        token = form.select_one("input[name=csrf_token]")["value"]
        assert visitor.client.post(form["action"], data={"csrf_token": token}).status_code == 303
    assert not any(day.estimated for day in days)


def test_what_changes_is_seen_at_once(as_user, drawings):
    visitor, organisation = as_user(CoordinatorFactory()), OrganisationFactory(name="Dinas Kesehatan")
    assert "Dinas Kesehatan" in visitor.get(LIST).words
    organisation.name = "Dinas Kesehatan Kota"
    assert "Dinas Kesehatan Kota" in visitor.get(LIST).words
    assert len(drawings) == 2


def test_who_may_less_sees_less(as_user, drawings):
    coordinator, member = as_user(CoordinatorFactory()), as_user(PersonFactory())
    assert "Instansi baru" in coordinator.get(LIST).words
    assert "Instansi baru" not in member.get(LIST).words
    assert "Instansi baru" in coordinator.get(LIST).words
    assert len(drawings) == 2


def test_a_message_is_for_whom_it_is_told_and_once(as_user):
    one, other = as_user(CoordinatorFactory()), as_user(CoordinatorFactory())
    for reader in (one, other):
        reader.get(LIST)
    with one.client.session_transaction() as session:
        session["_flashes"] = [("good", "Tersimpan untuk Anda.")]
    assert "Tersimpan untuk Anda." in one.get(LIST).words
    assert "Tersimpan untuk Anda." not in other.get(LIST).words
    assert "Tersimpan untuk Anda." not in one.get(LIST).words


def test_it_speaks_the_reader_s_language_and_wears_their_theme(as_user):
    one, other = as_user(CoordinatorFactory(language="id")), as_user(CoordinatorFactory(language="en"))
    other.client.set_cookie("theme", "dark")
    one, other = one.get(LIST).soup, other.get(LIST).soup
    assert (one.html["lang"], one.html.get("data-bs-theme")) == ("id", None)
    assert (other.html["lang"], other.html.get("data-bs-theme")) == ("en", "dark")


def test_addresses_in_it_are_those_of_its_own_address(as_user):
    visitor = as_user(CoordinatorFactory())
    visitor.get(LIST)
    chosen = visitor.get(f"{LIST}?sector=government").soup
    assert chosen.select_one(".chip.on")["href"] == LIST
    assert chosen.select_one("a[hreflang=en]")["href"] == f"{LIST}?sector=government&lang=en"


def test_it_counts_days_from_this_one(as_user, clock):
    SessionFactory(starts_at=NOW + timedelta(days=6))
    visitor = as_user(CoordinatorFactory())
    assert "6 hari lagi" in visitor.get("/sessions").words
    with time_machine.travel(NOW + timedelta(days=1)):
        assert "5 hari lagi" in visitor.get("/sessions").words


def test_what_stands_in_for_a_reader_stays_a_secret_of_the_process(as_user):
    page = as_user(CoordinatorFactory()).get(LIST).get_data(as_text=True)
    assert shared.NAME not in page
    assert shared.FORM_TOKEN not in page
