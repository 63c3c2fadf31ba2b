"""Rules of barriers: ages, when one is old, where it stands; and the chart that shows ages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from alignment.barriers.age_chart import Row, Tick, ages, scale_end, ticks
from alignment.barriers.rules import (
    FOR_LEADERSHIP,
    OLD,
    Facts,
    Standing,
    Tone,
    age,
    last_day_before,
    mean_age,
    standing,
    tone,
)

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    "days,found", [(0, Tone.FRESH), (60, Tone.FRESH), (61, Tone.OLDER), (90, Tone.OLDER), (91, Tone.OLDEST)]
)
def test_an_old_barrier_looks_otherwise(days, found):
    assert tone(days) is found


@given(some.dates(date(2020, 1, 1), TODAY), some.sampled_from([OLD, FOR_LEADERSHIP]))
def test_a_barrier_is_beyond_a_limit_from_the_last_day_before_it(since, limit):
    assert (age(since, None, TODAY) > limit) is (since <= last_day_before(TODAY, limit))


def test_the_age_ends_when_it_is_resolved_and_is_never_below_zero():
    assert age(date(2026, 11, 1), date(2026, 11, 6), TODAY) == 5
    assert age(date(2026, 12, 5), None, TODAY) == 0
    assert mean_age([(date(2026, 11, 1), date(2026, 11, 6)), (date(2026, 11, 1), date(2026, 11, 16))]) == 10
    assert mean_age([]) is None


@pytest.mark.parametrize(
    "facts,found",
    [
        ({}, Standing.UNOWNED),
        ({"owned": True}, Standing.IN_HAND),
        ({"owned": True, "on_agenda": True}, Standing.ON_AGENDA),
        ({"owned": True, "on_agenda": True, "head_told": True}, Standing.HEAD_TOLD),
        ({"escalated": True, "head_told": True}, Standing.ESCALATED),
        ({"escalated": True, "directed": True}, Standing.DIRECTED),
        ({"escalated": True, "resolved": True}, Standing.RESOLVED),
    ],
)
def test_what_was_done_last_says_where_it_stands(facts, found):
    assert standing(Facts(**facts)) is found


@given(some.lists(some.tuples(some.integers(0, 900), some.text(max_size=40)), min_size=1, max_size=30), some.booleans())
def test_the_chart_has_a_mark_for_each_barrier_and_words_within_it(found, slim):
    rows = [Row("Regulasi", sorted(found, reverse=True))]
    end = scale_end(max(days for days, _title in found))
    scale = [Tick(days, str(days)) for days in ticks(end, slim=slim)]
    assert scale[-1].days < end
    assert len(scale) <= 12
    spec = ages("Umur", rows, scale, end=end, slim=slim)
    marks = [one for one in spec["layer"] if one["mark"]["type"] == "point"]
    assert [one["x"] for one in marks[0]["data"]["values"]] == [days for days, _title in rows[0].ages]
