"""The demo has somebody who is busy by a personal calendar, on whatever day it is loaded."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.clock import utc_now
from app.database import db
from demo.calendars import add_busy_times
from demo.parties import add_parties
from forums.busy.models import BusyFeed, BusyTime
from forums.busy.polling import read_due


@pytest.mark.one_database
@pytest.mark.parametrize("day", ["2026-11-24", "2027-01-31", "2028-02-29"])
def test_somebody_is_busy_in_the_coming_weeks_and_no_server_is_asked(app, clock, day):
    clock.move_to(f"{day}T09:00:00+07:00")
    now = utc_now()
    add_busy_times(add_parties(now - timedelta(days=500)), now)
    db.session.commit()
    feed = db.session.scalars(select(BusyFeed)).one()
    assert (feed.read_at, feed.awaited, feed.trouble) == (now, False, "")
    assert db.session.scalar(select(func.min(BusyTime.starts_at))) < now + timedelta(days=8)
    assert db.session.scalar(select(func.count(BusyTime.id))) == feed.times > 100
    assert read_due(stop=lambda: False) == 0
