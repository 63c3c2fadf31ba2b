"""A dry run counts what the import then makes, whatever the calendar holds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from app.calendars.shifts import HolidayRule
from app.clock import utc_now
from app.database import db
from forums.imports import actions
from forums.imports.models import ImportedEvent, Past
from forums.imports.plan import plan_of
from forums.scheduling.models import Series, Session, SessionState
from tests.conftest import NOW
from tests.forums.imports.calendars import calendar, event

pytestmark = pytest.mark.one_database
FIRST = datetime(2026, 10, 6, 9)
RULES = (
    *("FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=12", "FREQ=WEEKLY;UNTIL=20261224T020000Z", "FREQ=DAILY;COUNT=80"),
    *("FREQ=MONTHLY;BYDAY=2WE", "FREQ=DAILY;BYHOUR=9,16;COUNT=40", "FREQ=WEEKLY;BYDAY=WE", ""),
)
"""The clock is fixed at nine on 24 November, so that the horizon ends with a slot of the last but one."""


def written(moment):
    return f"TZID=Asia/Jakarta:{moment:%Y%m%dT%H%M%S}"


@st.composite
def events(draw, uid):
    start = FIRST + timedelta(days=draw(st.integers(0, 90)))
    rule = draw(st.sampled_from(RULES))
    slots = st.integers(0, 20).map(lambda weeks: start + timedelta(weeks=weeks))
    more = [f"RRULE:{rule}"] if rule else []
    if rule:
        more += [f"EXDATE;{written(slot)}" for slot in draw(st.lists(slots, max_size=2))]
        more += [f"RDATE;{written(slot + timedelta(days=1))}" for slot in draw(st.lists(slots, max_size=2))]
    if draw(st.integers(0, 9)) == 0:
        more.append("STATUS:CANCELLED")
    lines = [event(uid, f"{start:%Y%m%dT%H%M%S}", *more)]
    for slot in draw(st.lists(slots, max_size=3, unique=True)) if rule else ():
        range_ = draw(st.sampled_from(["", "RANGE=THISANDFUTURE;"]))
        moved = slot + timedelta(hours=draw(st.integers(-1500, 1500)))
        state = draw(st.sampled_from(["CONFIRMED", "CONFIRMED", "CANCELLED"]))
        lines.append(
            event(uid, f"{moved:%Y%m%dT%H%M%S}", f"RECURRENCE-ID;{range_}{written(slot)}", f"STATUS:{state}", hours=1)
        )
    return lines


@st.composite
def files(draw):
    uids = draw(st.lists(st.sampled_from("abc"), min_size=1, unique=True))
    return calendar(*(lines for uid in uids for lines in draw(events(uid))))


def taking_place():
    wanted = Session.state.in_([SessionState.PLANNED, SessionState.HELD])
    return db.session.scalar(select(func.count()).select_from(Session).where(wanted))


def every_one():
    return set(db.session.scalars(select(Session.id)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    content=files(),
    again=files(),
    past=st.sampled_from(Past),
    holiday_rule=st.sampled_from(HolidayRule),
    later=st.integers(0, 60),
)
def test_a_dry_run_counts_what_the_import_makes(forum, clock, content, again, past, holiday_rule, later):
    clock.move_to(NOW)
    forum.holiday_rule = holiday_rule
    try:
        assert _imported(forum, content, past) == taking_place()
        clock.shift(timedelta(days=later))
        known = every_one()
        counted = _imported(forum, again, past)
        fresh = [one for one in db.session.scalars(select(Session)) if one.id not in known]
        assert counted == sum(one.state in {SessionState.PLANNED, SessionState.HELD} for one in fresh)
    finally:
        db.session.rollback()
        for table in (ImportedEvent, Session, Series):
            db.session.execute(delete(table))
        db.session.commit()


def _imported(forum, content, past):
    """Import a file and return the number that its preview named."""
    now = utc_now()
    imported = actions.begin(forum, content, actions.Wishes(past=past), name="kalender.ics", by=None, at=now)
    plan = plan_of(imported, now=now)
    done = actions.confirm(imported, by=None, at=now, seen=plan.mark)
    db.session.flush()
    assert imported.done["made"] == plan.numbers["sessions"] == done.numbers["sessions"]
    return plan.numbers["sessions"]
