"""Who served when: periods that cover the session without gap or overlap."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from forums.officers.rules import Served, Turn, periods

BEGUN = datetime(2026, 11, 26, 2, tzinfo=UTC)
ENDED = BEGUN + timedelta(hours=2)
people = some.sampled_from(("Ani", "Budi", "Citra"))


@some.composite
def turns(draw):
    """Return the first person, and changes in the order of time, each from the person before."""
    minutes = sorted(draw(some.lists(some.integers(1, 119), unique=True, max_size=8)))
    first = before = draw(people)
    found = []
    for minute in minutes:
        after = draw(people)
        found.append(Turn(before, after, BEGUN + timedelta(minutes=minute)))
        before = after
    return first, before, found


@given(turns())
def test_the_periods_follow_each_other_from_the_beginning_to_the_end(drawn):
    first, last, changes = drawn
    served = periods(last, changes, begun=BEGUN, ended=ENDED)
    assert (served[0].since, served[-1].until) == (BEGUN, ENDED)
    assert all(one.until == other.since for one, other in itertools.pairwise(served))
    assert all(one.who != other.who for one, other in itertools.pairwise(served))
    assert (served[0].who, served[-1].who) == (first, last)


@given(turns(), some.integers(0, 119))
def test_at_each_minute_the_one_serves_who_was_named_last(drawn, minute):
    first, last, changes = drawn
    now = BEGUN + timedelta(minutes=minute, seconds=30)
    named = [change.after for change in changes if change.at <= now]
    serving = [one.who for one in periods(last, changes, begun=BEGUN, ended=ENDED) if one.since <= now < one.until]
    assert serving == [named[-1] if named else first]


def test_without_changes_the_named_person_served_all_the_time():
    assert periods("Ani", [], begun=BEGUN, ended=ENDED) == [Served("Ani", BEGUN, ENDED)]


def test_a_time_without_anybody_is_left_out():
    at = BEGUN + timedelta(minutes=30)
    assert periods("Ani", [Turn(None, "Ani", at)], begun=BEGUN, ended=None) == [Served("Ani", at, None)]


def test_a_name_that_is_corrected_after_the_session_changes_the_last_period():
    at = BEGUN + timedelta(minutes=30)
    changes = [Turn("Ani", "Budi", at), Turn("Budi", "Citra", ENDED + timedelta(hours=1))]
    served = periods("Citra", changes, begun=BEGUN, ended=ENDED)
    assert served == [Served("Ani", BEGUN, at), Served("Citra", at, ENDED)]
