"""What calendars elsewhere got wrong when a schedule changed."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.calendars.choices import Choice, ChosenDay, Repeat
from app.clock import utc_now
from app.database import db
from forums.changes import acts
from forums.changes.acts import NewSchedule
from forums.changes.rules import Shift
from forums.scheduling.actions import Schedule
from forums.scheduling.horizon import make_sessions, recurrence_of
from forums.scheduling.models import Session, SessionState
from tests.factories import ForumFactory, PersonFactory, SeriesFactory


def plan(zone, hour, weeks=8, **forum_values):
    forum = ForumFactory(timezone=zone, **forum_values)
    first = datetime(2026, 11, 26, hour)
    series = SeriesFactory(forum=forum, rule="FREQ=WEEKLY;BYDAY=TH", timezone=zone, first_start=first)
    sessions = make_sessions(series, until=datetime(2026, 11, 27, tzinfo=UTC) + timedelta(weeks=weeks), at=utc_now())
    db.session.flush()
    return forum, series, sessions


def mondays(day, hour):
    choice = Choice(Repeat.WEEKLY, ChosenDay.MONDAY)
    return NewSchedule(schedule=Schedule(choice=choice, first_day=day, starts_at=time(hour)), minutes=120)


@pytest.mark.parametrize("zone, hour", [("Asia/Jakarta", 6), ("America/New_York", 20)])
def test_an_ended_rule_neither_gains_nor_loses_a_day(app, clock, zone, hour):
    _forum, series, sessions = plan(zone, hour)
    fourth = sessions[3]
    day = fourth.slot.astimezone(fourth.zone).date() + timedelta(days=4)
    acts.reschedule(fourth, mondays(day, hour), reason="x", by=PersonFactory(), at=utc_now())
    kept = [one.slot for one in sessions[:3]]
    assert list(recurrence_of(series).slots()) == kept
    assert {one.slot for one in sessions if one.series_id == series.id} == set(kept)


@pytest.mark.parametrize("days", [7, -7, 14])
def test_sessions_move_onto_each_others_dates_without_colliding(app, clock, days):
    _forum, _series, sessions = plan("Asia/Jakarta", 9, link="https://rapat.example/1")
    before = [(one.slot, one.starts_at) for one in sessions]
    first = sessions[2]
    acts.shift(first, None, Shift(days=days), minutes=None, reason="x", by=PersonFactory(), at=utc_now())
    db.session.flush()
    assert [one.slot for one in sessions] == [slot for slot, _start in before]
    moved = [start + timedelta(days=days if number >= 2 else 0) for number, (_slot, start) in enumerate(before)]
    assert [one.starts_at for one in sessions] == moved
    assert {one.link for one in sessions} == {"https://rapat.example/1"}


def test_a_new_schedule_removes_no_row_and_touches_nothing_past(app, clock):
    forum, _series, sessions = plan("Asia/Jakarta", 9)
    sessions[0].state, sessions[5].state = SessionState.HELD, SessionState.CANCELLED
    sessions[5].because = "Libur kantor"
    db.session.flush()
    clock.move_to(datetime(2026, 12, 1, tzinfo=UTC))
    past, ids = (sessions[0].slot, sessions[0].starts_at, sessions[0].version), {one.id for one in sessions}
    acts.reschedule(
        sessions[2], mondays(datetime(2026, 12, 14).date(), 9), reason="x", by=PersonFactory(), at=utc_now()
    )
    rows = db.session.scalars(select(Session).where(Session.forum_id == forum.id)).all()
    assert ids <= {one.id for one in rows}
    assert (sessions[0].slot, sessions[0].starts_at, sessions[0].version) == past
    assert (sessions[5].state, sessions[5].because) == (SessionState.CANCELLED, "Libur kantor")
    numbers = [one.number for one in rows]
    assert len(set(numbers)) == len(numbers)
