"""The day of an instant in SQL is the one that the zone's clocks show, on both databases."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.calendars.days import local_date, window
from app.database import db
from forums.scheduling.models import Session
from tests.factories import ForumFactory, SessionFactory


@pytest.mark.parametrize(
    "zone, first, last",
    [
        ("Asia/Jakarta", date(2026, 11, 1), date(2026, 11, 30)),
        ("Europe/Amsterdam", date(2027, 3, 1), date(2027, 3, 31)),
        ("America/New_York", date(2027, 1, 1), date(2027, 12, 31)),
        ("Africa/Casablanca", date(2027, 1, 1), date(2027, 12, 31)),
        ("Asia/Kathmandu", date(2026, 12, 28), date(2027, 1, 3)),
    ],
)
def test_the_database_says_the_same_day_as_the_zone(app, zone, first, last):
    days, place = window(first, last, ZoneInfo(zone)), ZoneInfo(zone)
    forum = ForumFactory()
    step = max((days.until - days.since) // 40, timedelta(minutes=30))
    turns = [moment + timedelta(minutes=minutes) for moment, _shift in days.earlier for minutes in (-1, 1, 59, 61)]
    at = days.since
    while at < days.until:
        turns.append(at)
        at += step
    for moment in turns:
        SessionFactory(forum=forum, starts_at=moment)
    rows = db.session.execute(select(Session.starts_at, local_date(Session.starts_at, days))).all()
    assert len(rows) == len(turns)
    assert [day for _moment, day in rows] == [moment.astimezone(place).date() for moment, _day in rows]


def test_a_window_is_the_days_from_midnight_to_midnight():
    days = window(date(2026, 11, 1), date(2026, 11, 30), ZoneInfo("Asia/Jakarta"))
    assert days.since == datetime(2026, 10, 31, 17, tzinfo=UTC)
    assert days.until == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert days.earlier == ()
