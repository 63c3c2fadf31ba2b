"""Dates and times of day as people write them."""

from datetime import UTC, date, datetime, time
from functools import partial

import pytest
from bs4 import BeautifulSoup
from flask_babel import force_locale
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.clock import pretend
from app.database import db
from app.web import i18n
from app.web.forms import Clock, Day, Form
from app.web.written_times import read_date, read_time
from forums.scheduling.models import Session
from tests.factories import CoordinatorFactory, ForumFactory

pytestmark = pytest.mark.one_database

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


@pytest.mark.parametrize(
    "written, meant",
    [
        ("11 Desember 2026", date(2026, 12, 11)),
        ("11 december 2026", date(2026, 12, 11)),
        ("Jumat, 11 Desember 2026", date(2026, 12, 11)),
        ("Jum\u2019at 11 Des 2026", date(2026, 12, 11)),
        ("Fri 11 Dec 26", date(2026, 12, 11)),
        ("December 11, 2026", date(2026, 12, 11)),
        ("11-Des-2026", date(2026, 12, 11)),
        ("7th May 2027", date(2027, 5, 7)),
        ("1 Nopember 2026", date(2026, 11, 1)),
        ("3 Sept. 2027", date(2027, 9, 3)),
        ("17 Agt 2027", date(2027, 8, 17)),
        ("11/12/2026", date(2026, 12, 11)),
        ("31/12/26", date(2026, 12, 31)),
        ("7-5-2026", date(2026, 5, 7)),
        ("7.5.2026", date(2026, 5, 7)),
        ("2026-12-11", date(2026, 12, 11)),
        ("7 Mei", date(2027, 5, 7)),
        ("7 may", date(2027, 5, 7)),
        ("7/5", date(2027, 5, 7)),
        ("May 7", date(2027, 5, 7)),
        ("24 Nov", date(2026, 11, 24)),
        ("3 November", date(2026, 11, 3)),  # this month: not a year ahead
        ("3 Oktober", date(2027, 10, 3)),
        ("Sel 3 Mar", date(2026, 3, 3)),  # the weekday says which year
        ("Rabu, 3 Maret", date(2027, 3, 3)),
        ("29 Feb", date(2028, 2, 29)),
        ("hari ini", TODAY),
        ("Besok", date(2026, 11, 25)),
        ("tomorrow", date(2026, 11, 25)),
        ("lusa", date(2026, 11, 26)),
        ("yesterday", date(2026, 11, 23)),
        ("1/1/1900", date(1900, 1, 1)),
        ("31 Desember 2199", date(2199, 12, 31)),
    ],
)
def test_a_date_is_read_as_people_write_it(written, meant):
    assert read_date(written, today=TODAY) == meant


@pytest.mark.parametrize(
    "written, meant",
    [("7 Mei", date(2026, 5, 7)), ("24/11", TODAY), ("25/11", date(2025, 11, 25)), ("29 Feb", date(2024, 2, 29))],
)
def test_a_date_that_cannot_be_in_the_future_is_the_latest_one(written, meant):
    assert read_date(written, today=TODAY, past=True) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "7",
        "2026",
        "Mei",
        "Mei 2026",
        "31 November 2026",
        "31/11",
        "30 Februari",
        "12/31/2026",
        "7 Foo 2026",
        "7 M 2026",
        "Senin, 11 Desember 2026",
        "besok lusa",
        "11/12-2026",
        "1 Januari 0001",
        "31/12/9999",
        "2200-01-01",
        "1899-12-31",
        "0/5",
    ],
)
def test_anything_else_is_no_date(written):
    with pytest.raises(ValueError):
        read_date(written, today=TODAY)


@pytest.mark.parametrize(
    "written, meant",
    [
        ("9", time(9)),
        ("09", time(9)),
        ("0900", time(9)),
        ("930", time(9, 30)),
        ("9.00", time(9)),
        ("09:00", time(9)),
        ("09:30:00", time(9, 30)),
        ("23.59", time(23, 59)),
        ("pukul 09.30", time(9, 30)),
        ("jam 9", time(9)),
        ("9 pagi", time(9)),
        ("12 siang", time(12)),
        ("1.30 siang", time(13, 30)),
        ("3 sore", time(15)),
        ("7 malam", time(19)),
        ("12 malam", time(0)),
        ("9am", time(9)),
        ("3 p.m.", time(15)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("15.00 sore", time(15)),
    ],
)
def test_a_time_is_read_as_people_write_it(written, meant):
    assert read_time(written) == meant


@pytest.mark.parametrize(
    "written",
    ["", "24", "24.00", "25.30", "9.60", "9.3", "960", "12345", "13 am", "9 sore", "9 foo", "9.30.", "-9", "x"],
)
def test_anything_else_is_no_time(written):
    with pytest.raises(ValueError):
        read_time(written)


class Sample(Form):
    """One field of each kind."""

    day = Day("Tanggal")
    at = Clock("Mulai")


def shown(field):
    """The text in a field of a page."""
    return BeautifulSoup(field(), "html.parser").find("input", type="text")["value"]


@LANGUAGES
@given(day=DAYS, today=DAYS)
@example(day=date(2028, 2, 29), today=date(2028, 12, 31))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_date_that_pages_print_is_read_back(app, language, day, today):
    noon = datetime(today.year, today.month, today.day, 5, tzinfo=UTC)
    with app.test_request_context(), force_locale(language), pretend(noon):
        printed = [i18n.day(day), i18n.plain_day(day), i18n.short_day(day), str(day), shown(Sample(day=day).day)]
    assert [read_date(one, today=today) for one in printed] == [day] * len(printed)


@LANGUAGES
@given(at=st.times().map(lambda at: at.replace(second=0, microsecond=0)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_time_that_pages_print_is_read_back(app, language, at):
    with app.test_request_context(), force_locale(language):
        printed = [i18n.clock_time(at), f"{at:%H:%M}", f"{at:%H%M}", shown(Sample(at=at).at)]
    assert [read_time(one) for one in printed] == [at] * len(printed)


@given(day=DAYS)
def test_a_date_without_a_year_is_at_most_a_month_ago_and_less_than_a_year_ahead(day):
    read = read_date(f"{day.day}/{day.month}", today=TODAY)
    assert (read.day, read.month) == (day.day, day.month)
    assert -31 <= (read - TODAY).days < 366 or (read.day, read.month) == (29, 2)


@given(written=st.text(max_size=30))
def test_any_text_is_read_as_a_date_or_a_time_or_refused(written):
    for read, kind in ((partial(read_date, today=TODAY), date), (read_time, time)):
        try:
            found = read(written)
        except ValueError:
            continue
        assert type(found) is kind


def test_a_page_takes_a_date_and_a_time_as_they_are_spoken(as_user, clock):
    forum = ForumFactory()
    given = {"day": "7 Mei", "time": "0900", "minutes": "60", "mode": "in_person", "place": "Balai Kota"}
    as_user(CoordinatorFactory()).post("forums.sessions.add", given, slug=forum.slug)
    session = db.session.scalars(select(Session).where(Session.forum_id == forum.id)).one()
    assert session.starts_at == datetime(2027, 5, 7, 2, tzinfo=UTC)


@pytest.mark.parametrize("language, words", [("id", "bukan tanggal"), ("en", "is not a date")])
def test_a_refused_date_keeps_what_was_typed_beside_one_message(as_user, clock, language, words):
    forum = ForumFactory()
    page = as_user(CoordinatorFactory(language=language)).post(
        "forums.sessions.add", {"day": "31 Februari", "time": "9"}, slug=forum.slug, status=422
    )
    field = page.soup.find("input", {"name": "day"})
    assert field["value"] == "31 Februari"
    message = page.soup.find(id="day-error").get_text()
    assert words in message
    assert "31 Februari" in message
    assert page.soup.find(id="time-error") is None


def test_every_field_of_a_date_or_time_has_the_picker_of_the_browser(as_user):
    forum = ForumFactory()
    soup = as_user(CoordinatorFactory(language="en")).get("forums.sessions.add", slug=forum.slug).soup
    for name, kind, label in (("day", "date", "Choose a date: Date"), ("time", "time", "Choose a time: Starts at")):
        field = soup.find("input", {"name": name})
        button, native = field.find_next_siblings()
        assert (button.get_text(), native["type"]) == (label, kind)
        assert all(part.has_attr("hidden") for part in (button, native))  # until the script shows them
        assert "name" not in native.attrs
