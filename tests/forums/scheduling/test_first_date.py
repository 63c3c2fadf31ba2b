"""The first date of a forum and its rule follow each other, or the form says that they disagree."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.calendars.choices import Choice, ChosenDay, Position, Repeat
from app.database import db
from forums.scheduling.actions import Schedule, recurrence_from
from forums.scheduling.first_date import first_date, fits
from forums.scheduling.models import Forum, Series, Session
from tests.factories import CoordinatorFactory, PersonFactory

CREATE = "forums.scheduling.create"
DATES = "forums.scheduling.show_dates"
ZONE = "Asia/Jakarta"
TODAY = date(2026, 11, 24)
FIRST_MONDAYS = {"position": "first", "weekday": "monday"}
FOLLOW = {"position": "first_day", "weekday": "first_day"}


@pytest.fixture
def coordinator(as_user, clock):
    return as_user(CoordinatorFactory())


def region(page, name: str = "first-date"):
    """Return a computed part of a response, whether page or preview."""
    part = page.soup.find(id=name) or page.soup.find("template", {"data-into": f"#{name}"})
    return BeautifulSoup(part.decode_contents(), "html.parser")


def offers(page) -> dict[str, str]:
    return {button.get_text(strip=True): button["value"] for button in region(page).select("button[name=offer]")}


def test_the_rule_follows_a_first_date(coordinator, forum_form):
    chair = PersonFactory()
    coordinator.post(CREATE, forum_form((chair, "chair"), first_day="1 Desember 2026", **FOLLOW))
    assert db.session.scalars(select(Series.rule)).one() == "FREQ=MONTHLY;BYDAY=1TU"
    first = db.session.scalars(select(Session).order_by(Session.number)).first()
    assert first.slot.astimezone(ZoneInfo(ZONE)).date() == date(2026, 12, 1)


def test_the_form_proposes_to_follow_the_first_date(coordinator):
    page = coordinator.get(CREATE)
    for name in ("position", "weekday"):
        assert page.soup.select_one(f"#{name} option[selected]")["value"] == "first_day"
    assert region(page).get_text(strip=True) == ""


@pytest.mark.parametrize("endpoint", [CREATE, DATES])
def test_a_first_date_off_the_rule_is_said_beside_it_with_the_nearest_dates(coordinator, forum_form, endpoint):
    form = forum_form(first_day="9 Desember 2026", preview="1", **FIRST_MONDAYS)
    page = coordinator.post(endpoint, form, status=200)
    assert "Rabu, 9 Desember 2026 tidak termasuk harinya: Setiap Senin pertama tiap bulan" in " ".join(
        region(page).get_text(" ").split()
    )
    assert offers(page) == {
        "Mulai Senin, 7 Desember 2026": "first_day=7 Desember 2026",
        "Mulai Senin, 4 Januari 2027": "first_day=4 Januari 2027",
        "Ulangi seperti tanggal mulai: Setiap Rabu kedua tiap bulan": "weekday=first_day&position=first_day",
    }


def test_an_offer_is_taken_up_without_script_and_loses_nothing(coordinator, forum_form):
    form = forum_form((PersonFactory(), "chair"), first_day="9 Desember 2026", **FIRST_MONDAYS)
    page = coordinator.post(CREATE, {**form, "offer": "first_day=7 Desember 2026"}, status=200)
    assert page.soup.find(id="first_day")["value"] == "7 Desember 2026"
    assert region(page).get_text(strip=True) == ""
    page = coordinator.post(CREATE, {**form, "offer": "weekday=first_day&position=first_day"}, status=200)
    assert page.soup.select_one("#weekday option[selected]")["value"] == "first_day"
    assert page.soup.find(id="name")["value"] == form["name"]
    assert len(page.soup.select("#places tbody tr")) == 1
    assert db.session.scalars(select(Forum)).all() == []


@pytest.mark.parametrize("offer", ["", "first_day", "first_day=soon", "name=x", "weekday=never", "=&=&"])
def test_an_offer_that_nobody_made_changes_nothing_else(coordinator, forum_form, offer):
    page = coordinator.post(CREATE, forum_form(offer=offer), status=200)
    assert page.soup.find(id="name")["value"] == forum_form()["name"]


def test_a_first_date_off_the_rule_is_not_saved(coordinator, forum_form, as_program):
    chair = PersonFactory()
    form = forum_form((chair, "chair"), first_day="9 Desember 2026", **FIRST_MONDAYS)
    page = coordinator.post(CREATE, form, status=422)
    assert "Pilih tanggal mulai yang sesuai dengan pengulangannya" in page.soup.select_one(".errors").get_text()
    assert page.soup.find(id="first_day")["value"] == "9 Desember 2026"
    assert len(offers(page)) == 3
    body = {"name": "Forum", "goal": "Tujuan", "place": "Balai Kota", "repeat": "monthly", "time": "09:00"}
    body |= {"first_day": "2026-12-09", **FIRST_MONDAYS}
    body["places"] = [{"organisation": str(chair.organisation_id), "person": str(chair.id), "role": "chair"}]
    program = as_program(CoordinatorFactory())
    assert "/first_day" in str(program.post("/forums", body, status=422).json)
    program.post("/forums", {name: body[name] for name in body if name not in FIRST_MONDAYS}, status=201)


def test_a_rule_without_a_first_date_offers_the_next_ones(coordinator, forum_form):
    page = coordinator.post(DATES, forum_form(first_day="", **FIRST_MONDAYS), status=200)
    assert list(offers(page)) == ["Senin, 7 Desember 2026", "Senin, 4 Januari 2027"]
    page = coordinator.post(DATES, forum_form(first_day="", **FOLLOW), status=200)
    assert offers(page) == {}


def test_a_rule_of_ones_own_offers_dates_and_does_not_follow(coordinator, forum_form):
    own = {"repeat": "own", "rule": "FREQ=MONTHLY;BYDAY=2WE,4WE", "first_day": "26 November 2026"}
    page = coordinator.post(DATES, forum_form(**own), status=200)
    assert list(offers(page)) == ["Mulai Rabu, 25 November 2026", "Mulai Rabu, 9 Desember 2026"]


@pytest.mark.parametrize("day", [date(2026, 11, 25), date(2026, 12, 9), date(2027, 2, 28), date(2028, 2, 29)])
@pytest.mark.parametrize("repeat", [Repeat.WEEKLY, Repeat.FORTNIGHTLY, Repeat.MONTHLY, Repeat.QUARTERLY])
@pytest.mark.parametrize("weekday", [ChosenDay.MONDAY, ChosenDay.SUNDAY, ChosenDay.WORKING_DAY])
def test_every_offered_date_fits_and_none_is_past(app, day, repeat, weekday):
    position = Position.LAST if repeat in {Repeat.MONTHLY, Repeat.QUARTERLY} else None
    wanted = Schedule(choice=Choice(repeat, weekday, position), first_day=day, starts_at=time(9))
    compared = first_date(wanted, chosen=True, timezone=ZONE, today=TODAY)
    assert compared.disagrees != fits(wanted, ZONE)
    assert compared.nearest
    for offered in compared.nearest:
        assert offered >= TODAY
        begins = Schedule(choice=wanted.choice, first_day=offered, starts_at=time(9))
        assert fits(begins, ZONE)
        assert recurrence_from(begins, timezone=ZONE).starts_at.date() == offered


def test_the_form_says_who_is_missing_as_long_as_nobody_chairs(coordinator, forum_form):
    chair, other = PersonFactory(), PersonFactory()
    cases = {
        "Belum ada pimpinan rapat": ("member", "member"),
        "Pimpinan rapat lebih dari satu": ("chair", "chair"),
        "": ("chair", "member"),
    }
    for words, roles in cases.items():
        form = forum_form((chair, roles[0]), (other, roles[1]))
        told = region(coordinator.post(DATES, form, status=200), "chair").get_text(" ", strip=True)
        assert told.startswith(words)
        assert bool(told) == bool(words)
    refused = coordinator.post(CREATE, forum_form(), status=422)
    assert "Tambahkan instansi yang ikut serta" in refused.soup.select_one(".errors").get_text()


def test_the_quorum_is_said_in_numbers(coordinator, forum_form):
    sectors = {"quorum_share": "51", "quorum_sectors": ["government", "private"]}
    empty = region(coordinator.post(DATES, forum_form(**sectors), status=200), "quorum").get_text(" ", strip=True)
    seats = "Contoh dengan 12 kursi: 7 dari 12 kursi"
    assert empty == f"{seats}, termasuk minimal masing-masing satu dari Pemerintah dan Swasta."
    people = [(PersonFactory(), "chair"), (PersonFactory(), "member"), (PersonFactory(), "observer")]
    form = forum_form(*people, quorum_share="51", quorum_sectors=["government"])
    filled = region(coordinator.post(DATES, form, status=200), "quorum").get_text().strip()
    assert filled == "Kuorum: 2 dari 2 kursi, termasuk minimal satu dari Pemerintah."
    answer = coordinator.post(CREATE, form)
    assert "2 dari 2 kursi, termasuk minimal satu dari Pemerintah" in coordinator.get(answer.location).words
