"""A digest tells the record as it stood, whenever it is made."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.circles.models import Classification
from app.database import db
from insights.digests.content import gather
from insights.digests.rules import read_period
from tests.insights.moving import Town, steps

pytestmark = pytest.mark.every_database

JAKARTA = ZoneInfo("Asia/Jakarta")
QUARTER = read_period("quarterly", "2026-Q4")


def told(period, *, at, forum=None, classification=Classification.INTERNAL):
    """Return what a digest says that is made of the record at a moment."""
    return gather(period, about=forum, classification=classification, now=at, zone=JAKARTA)


@pytest.fixture
def town(app, clock):
    """A town to which nothing has happened yet."""
    town = Town()
    db.session.commit()
    return town


def lived(town, clock):
    """Let everything happen to the town; return what a digest of each moment said at that moment."""
    said = {}
    for at, act in steps(town):
        clock.move_to(at)
        act(at)
        db.session.commit()
        said[at] = told(QUARTER, at=at)
    return said


def test_a_digest_made_later_says_what_one_made_at_the_time_said(town, clock):
    said = lived(town, clock)
    clock.shift(timedelta(days=40))
    for at, then in said.items():
        assert told(QUARTER, at=at) == then, at
    assert all(then["unknown"] == [] for then in said.values())


def test_what_happened_was_told_at_the_time(town, clock):
    """What the comparison above compares is not always the same."""
    said = list(lived(town, clock).values())
    deliveries = {(row["title"], row["delivery"]) for then in said for row in then["commitments"]}
    assert {("Peta", one) for one in ("proposed", "accepted", "in_progress", "submitted")} <= deliveries
    assert {("Pompa", "blocked"), ("Sensor", "counter_proposed"), ("Kamera", "proposed")} <= deliveries
    assert {row["verification"] for then in said for row in then["commitments"]} == {
        "unverified",
        "returned",
        "partially_met",
    }
    assert {row["current_due"] for then in said for row in then["commitments"] if row["title"] == "Peta"} == {
        "2026-11-27",
        "2026-12-04",
    }
    assert {row["name"] for then in said for row in then["forums"]} == {"Forum Data", "Forum Satu Data", "Forum Air"}
    assert {len(then["forums"]) for then in said} == {0, 1, 2}
    assert {row["title"] for then in said for row in then["agreements"]} == {"Kerja Sama Air", "Kerja Sama Air Bersih"}
    assert {row["responsible"] for then in said for row in then["commitments"]} == {
        "Dinas Kesehatan",
        "Dinas Kesehatan Kota",
    }
    assert {row["text"] for then in said for row in then["decisions"]} == {"Data dibagi.", "Data dibagi tiap bulan."}
    shares = {(row["sector"], row["part"], row["whole"]) for then in said for row in then["sectors"]}
    assert {("government", 2, 3), ("government", 3, 3)} <= shares
    assert {row["place"] for then in said for row in then["sessions"]} == {"Balai Kota", "Ruang 2"}
    assert len({tuple(row["starts_at"] for row in then["sessions"]) for then in said}) > 6
    assert {then["figures"]["minutes_days"] for then in said} == {None, 1}
    assert said[-1]["kept"][0]["title"] == "Peta"


def test_a_month_told_at_its_end_is_told_alike_forty_days_later(town, clock):
    november = read_period("monthly", "2026-11")
    end = datetime(2026, 11, 30, 17, 10, tzinfo=UTC)
    then = None
    for at, act in steps(town):
        if at > end and then is None:
            then = told(november, at=end)
        clock.move_to(at)
        act(at)
        db.session.commit()
    assert then is not None, "the month ends in the middle"
    assert then["as_of"] == "2026-11-30T23:59:59+07:00"
    assert told(november, at=end + timedelta(days=40)) == then
