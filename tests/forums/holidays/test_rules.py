"""What can become of a session that meets a holiday."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.holidays import Holiday, HolidayKind
from app.calendars.shifts import HolidayRule
from forums.holidays.rules import Decision, Ways, ways

pytestmark = pytest.mark.one_database
JAKARTA = ZoneInfo("Asia/Jakarta")
START = datetime(2027, 4, 13, 2, tzinfo=UTC)
DAYS = st.integers(min_value=1, max_value=20)


def holidays(offsets):
    found = {date(2027, 4, 13) + timedelta(days=one) for one in {0, *offsets}}
    return {day: Holiday(day, "Libur", HolidayKind.PUBLIC) for day in found}


@given(st.sets(st.integers(-6, 6)), DAYS, DAYS)
def test_a_session_stays_between_its_neighbours_and_moves_to_a_working_day_at_the_same_hour(off, earlier, later):
    days = holidays(off)
    before, after = START - timedelta(days=earlier), START + timedelta(days=later)
    found = ways(START, before=before, after=after, zone=JAKARTA, holiday_on=days.get, now=START - timedelta(days=60))
    for way, moved in (("forward", found.forward), ("backward", found.backward)):
        if moved is None:
            continue
        assert before.date() < moved.date() < after.date()
        assert (moved > START) == (way == "forward")
        local = moved.astimezone(JAKARTA)
        assert (local.weekday() < 5, local.date() in days, local.hour) == (True, False, 9)


def test_nothing_moves_into_the_past():
    now = START - timedelta(hours=1)
    found = ways(START, before=None, after=None, zone=JAKARTA, holiday_on=holidays([]).get, now=now)
    assert (found.backward, found.merged) == (None, False)
    assert found.forward == START + timedelta(days=1)


@pytest.mark.parametrize(
    "rule, open_ways, proposed",
    [
        (HolidayRule.FORWARD, Ways(forward=START, merged=True), Decision.FORWARD),
        (HolidayRule.FORWARD, Ways(backward=START, merged=True), Decision.MERGED),
        (HolidayRule.FORWARD, Ways(backward=START), Decision.SKIP),
        (HolidayRule.BACKWARD, Ways(forward=START, backward=START), Decision.BACKWARD),
        (HolidayRule.BACKWARD, Ways(forward=START, merged=True), Decision.MERGED),
        (HolidayRule.SKIP, Ways(forward=START, merged=True), Decision.SKIP),
    ],
)
def test_the_rule_of_the_forum_says_what_is_proposed_while_there_is_room(rule, open_ways, proposed):
    assert open_ways.proposed(rule) is proposed
