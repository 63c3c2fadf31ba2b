"""Bars, verdicts and the table of a run."""

import pytest

from benchmarks.comparison import changes
from benchmarks.figures import Figure, Verdict, at_least, at_most, percentile, table
from benchmarks.summary import summary


@pytest.mark.parametrize(
    "bar,value,verdict",
    [
        (at_most(2), 1.99, Verdict.MET),
        (at_most(2), 2, Verdict.MET),
        (at_most(2), 2.2, Verdict.MET),
        (at_most(2), 2.21, Verdict.MISSED),
        (at_least(0.7), 0.7, Verdict.MET),
        (at_least(55), 50, Verdict.MET),
        (at_least(55), 49, Verdict.MISSED),
        (None, 1000, Verdict.NO_BAR),
    ],
)
def test_a_figure_meets_its_bar_up_to_a_tenth_beyond_the_limit(bar, value, verdict):
    assert Figure(name="page", value=value, unit="×", bar=bar).verdict is verdict


def test_the_table_says_value_bar_and_verdict_in_columns():
    figures = [
        Figure(name="a list", value=2.5, unit="× floor", bar=at_most(2), note="2.50 ms"),
        Figure(name="a form", value=12, unit="× floor"),
    ]
    assert list(table(figures)) == [
        "  a list  2.5 × floor  ≤ 2  missed  2.50 ms",
        "  a form   12 × floor",
    ]


def test_a_percentile_is_a_value_that_was_measured():
    assert percentile(list(range(100)), 95) == 95
    assert percentile([7.0], 95) == 7.0


def run_with(value: float) -> dict:
    figure = Figure(name="a list", value=value, unit="× floor", bar=at_most(2)).as_json()
    return {"commit": "abc", "taken_at": "then", "results": {"pages": [figure]}}


def test_a_figure_that_became_worse_is_reported():
    assert list(changes(run_with(2.0), run_with(3.0)))[1:] == ["  pages: a list  2.00 → 3.00  (+50%)"]


def test_noise_is_not_reported():
    assert list(changes(run_with(2.0), run_with(2.1)))[1:] == []


def test_the_summary_lists_a_few_figures_one_by_one():
    figures = [
        Figure(name="flask --help", value=2.5, unit="s", bar=at_most(2)),
        Figure(name="a page", value=12, unit="s"),
    ]
    assert list(summary(figures))[2:] == ["| flask --help | 2.5 s | ≤ 2 | missed |", "| a page | 12 s |  |  |"]


def test_the_summary_groups_many_figures_by_kind_and_place():
    lists = [Figure(name=f"list: {n} (demo, SQLite)", value=n, unit="× floor", bar=at_most(9)) for n in range(1, 12)]
    forms = [Figure(name=f"form: {n} (demo, SQLite)", value=5, unit="× floor") for n in range(10)]
    assert list(summary(lists + forms))[2:] == [
        "| list (demo, SQLite) | 11 | 6 × floor | 11 × floor | ≤ 9 | 2 |",
        "| form (demo, SQLite) | 10 | 5 × floor | 5 × floor |  |  |",
    ]


def test_the_summary_groups_names_without_a_kind_by_their_last_part():
    visits = [
        Figure(name=f"page {n}, {visit} visit", value=n, unit="KiB") for n in range(11) for visit in ("first", "later")
    ]
    assert list(summary(visits))[2:] == [
        "| first visit | 11 | 5 KiB | 10 KiB |  |  |",
        "| later visit | 11 | 5 KiB | 10 KiB |  |  |",
    ]
