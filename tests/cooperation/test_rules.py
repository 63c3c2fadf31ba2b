"""Rules of requests and of the board, without a database."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from agreements.registry.rules import MAKING, Stage
from app.calendars.holidays import Holiday, HolidayKind
from cooperation.board.rules import Column, Standing, Wanted, days_past, median_days, next_stage, target_of
from cooperation.requests.rules import titled, working_days_past
from cooperation.targets.rules import Targets

MONDAY = date(2026, 12, 7)
HOLIDAY = Holiday(date(2026, 12, 9), "Contoh", HolidayKind.PUBLIC)


@pytest.mark.parametrize("days,expected", [(-3, 0), (0, 0), (1, 1), (2, 1), (3, 2), (4, 3), (6, 3), (7, 4)])
def test_working_days_past_an_answer_leave_out_weekends_and_holidays(days, expected):
    found = working_days_past(MONDAY, MONDAY + timedelta(days=days), {HOLIDAY.date: HOLIDAY}.get)
    assert found == expected


@given(since=some.dates(date(2020, 1, 1), date(2030, 1, 1)), target=some.integers(1, 366), days=some.integers(0, 800))
def test_a_card_is_past_its_target_by_the_days_beyond_it(since, target, days):
    assert days_past(since, target, since + timedelta(days=days)) == max(0, days - target)
    assert days_past(since, None, since + timedelta(days=days)) == 0


@given(some.text(min_size=1), some.integers(10, 120))
def test_a_title_is_one_line_of_limited_length(text, longest):
    title = titled(text, longest)
    assert len(title) <= longest
    assert "\n" not in title


def test_the_stages_of_making_lead_to_the_signature():
    assert [next_stage(stage) for stage in MAKING] == [*MAKING[1:], Stage.SIGNED]
    assert next_stage(Stage.SIGNED) is None


def test_every_column_but_the_last_has_a_target():
    assert [target_of(column, Targets()) for column in Column] == [5, 30, 45, 60, None]


@given(some.builds(Wanted, late=some.booleans(), sector=some.sampled_from([None, "private", "academia"])))
def test_filters_admit_what_they_name(wanted):
    for late in (True, False):
        for sector in ("private", "academia"):
            admitted = wanted.admits(Standing(late=late, sector=sector, holder_id=None))
            assert admitted == ((late or not wanted.late) and wanted.sector in (None, sector))


def test_what_is_in_the_hands_of_somebody_is_admitted_by_holder_and_by_reader():
    own, other = uuid4(), uuid4()
    standing = Standing(late=False, sector="private", holder_id=own)
    assert Wanted(mine=frozenset({own})).admits(standing)
    assert Wanted(holder_id=own).admits(standing)
    assert not Wanted(mine=frozenset({other})).admits(standing)
    assert not Wanted(holder_id=own, mine=frozenset({other})).admits(standing)


@pytest.mark.parametrize("days,expected", [([], None), ([10], 10), ([10, 30], 20), ([5, 100, 118], 100)])
def test_the_median_is_that_of_the_days_until_signature(days, expected):
    assert median_days((MONDAY, MONDAY + timedelta(days=one)) for one in days) == expected
