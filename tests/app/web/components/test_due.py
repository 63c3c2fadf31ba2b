"""The line of a commitment's dates."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.web.components.due import BETWEEN, LEFT, RIGHT, points

TODAY = date(2026, 11, 24)
DAYS = st.integers(-800, 800).map(lambda away: TODAY + timedelta(days=away))


def test_the_dates_are_in_order():
    line = points(first=date(2026, 11, 4), current=date(2026, 11, 18), start=date(2026, 10, 23), today=TODAY, done=None)
    assert [point.kind for point in line] == ["start", "first", "due", "today"]
    assert [point.anchor for point in line] == ["start", "middle", "middle", "end"]


def test_a_commitment_never_extended_has_one_due_date():
    line = points(first=TODAY, current=TODAY, start=None, today=TODAY, done=None)
    assert [point.kind for point in line] == ["due", "today"]


def test_what_is_done_has_no_today():
    line = points(first=TODAY, current=TODAY, start=None, today=TODAY, done=TODAY - timedelta(days=2))
    assert [point.kind for point in line] == ["done", "due"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=DAYS, current=DAYS, start=st.none() | DAYS, done=st.none() | DAYS)
def test_words_of_neighbours_never_meet(first, current, start, done):
    line = points(first=first, current=current, start=start, today=TODAY, done=done)
    places = [point.x for point in line]
    assert (places[0], places[-1]) == (LEFT, RIGHT)
    assert all(right - left >= BETWEEN for left, right in pairwise(places))
    assert [point.day for point in line] == sorted(point.day for point in line)
