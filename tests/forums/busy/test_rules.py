"""Addresses are shown in part, times are put together, and readings are spread."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.busy.rules import feed_url, next_reading, put_together, shown_of

pytestmark = pytest.mark.one_database
START = datetime(2026, 11, 24, tzinfo=UTC)
HOURS = st.builds(
    lambda start, length: (START + timedelta(hours=start), START + timedelta(hours=start + length)),
    st.integers(0, 40),
    st.integers(1, 6),
)


@pytest.mark.parametrize(
    "typed, asked",
    [
        ("webcal://p12-caldav.icloud.com/published/2/abc", "https://p12-caldav.icloud.com/published/2/abc"),
        ("WEBCAL://calendar.example/a.ics", "https://calendar.example/a.ics"),
        ("Https://calendar.example/A.ics", "https://calendar.example/A.ics"),
        ("http://calendar.example/a.ics", "http://calendar.example/a.ics"),
        ("calendar.example/a.ics", "calendar.example/a.ics"),
    ],
)
def test_addresses_for_calendar_programs_are_those_of_the_web(typed, asked):
    assert feed_url(typed) == asked


def test_of_an_address_the_host_and_the_end_are_shown():
    address = "https://calendar.google.com/calendar/ical/me%40gmail.com/private-0123456789abcdef/basic.ics"
    assert shown_of(address) == "calendar.google.com…ic.ics"


def covered(times):
    hours = [START + timedelta(hours=hour) for hour in range(60)]
    return {hour for hour in hours if any(starts_at <= hour < ends_at for starts_at, ends_at in times)}


@given(st.lists(HOURS, max_size=12))
def test_what_overlaps_is_one_time_and_nothing_is_lost(times):
    found = put_together(times)
    assert covered(found) == covered(times)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_times_that_touch_stay_two():
    first, second = (START, START + timedelta(hours=1)), (START + timedelta(hours=1), START + timedelta(hours=2))
    assert put_together([second, first]) == [first, second]


def test_a_calendar_that_fails_is_read_later_and_later_but_every_day():
    one = uuid4()
    pauses = [next_reading(START, failures=failures, feed_id=one) - START for failures in range(30)]
    assert timedelta(minutes=24) < pauses[0] < timedelta(minutes=36)
    assert pauses == sorted(pauses)
    assert pauses[-1] < timedelta(hours=25)


def test_calendars_are_not_all_read_in_one_moment():
    assert len({next_reading(START, failures=0, feed_id=uuid4()) for _each in range(100)}) > 50
