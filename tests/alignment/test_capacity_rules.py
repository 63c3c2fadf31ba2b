"""Rules of capacity: gaps, averages, boxes, and when organisations are asked again."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.capacity.rows import mean_score
from alignment.capacity.rules import Standing, boxes, is_due, lack, most_lacking, widest_first

LEVEL = st.integers(0, 4)


def standing(name="API", *, count=5, needed=15, held=7, lacking=4, wide=2):
    return Standing(uuid4(), name, count, needed, held, lacking, wide)


@given(LEVEL, LEVEL)
def test_boxes_show_what_is_there_and_what_is_lacking(needed, held):
    shown = boxes(needed, held)
    assert len(shown) == 4
    assert shown.count("on") == held
    assert shown.count("lack") == lack(needed, held)


@given(st.lists(st.tuples(LEVEL, LEVEL), min_size=5))
def test_the_gap_is_the_difference_of_the_means_that_are_shown(levels):
    one = standing(count=len(levels), needed=sum(n for n, _ in levels), held=sum(h for _, h in levels))
    assert one.averaged
    assert one.gap == pytest.approx(max(0.0, one.mean_needed - one.mean_held))


def test_averages_are_claimed_from_five_organisations_on():
    few, many = standing("Sedikit", count=4), standing("Banyak", needed=10, held=9, lacking=1)
    assert widest_first([few, many]) == [many]
    assert widest_first([many, standing("API")])[0].name == "API"


def test_the_competence_that_most_lack_comes_first_and_none_if_nobody_lacks():
    assert most_lacking([standing("A", lacking=2), standing("B", lacking=3)]).name == "B"
    assert most_lacking([standing(lacking=0)]) is None
    assert most_lacking([]) is None


@pytest.mark.parametrize("days,due", [(None, False), (181, False), (182, True), (400, True)])
def test_organisations_are_asked_again_after_half_a_year(days, due):
    today = date(2026, 11, 24)
    assert is_due(None if days is None else today - timedelta(days=days), today) is due


@pytest.mark.parametrize("number,total,shown", [(0, None, None), (2, 9, None), (3, 13, 4.3)])
def test_a_score_is_shown_from_three_evaluations_on(number, total, shown):
    assert mean_score(number, total) == shown
