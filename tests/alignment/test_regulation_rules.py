"""Citations, relations without circles, and the line of a revision."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.regulations.rules import (
    PIPELINE,
    Level,
    RevisionStage,
    citation,
    late_step,
    line_of,
    next_stage,
    out_of_order,
    stages_after,
    would_cycle,
)

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    "level,number,expected",
    [
        (Level.PRESIDENT, "95", "Perpres 95/2018"),
        (Level.GOVERNOR_DECISION, "1251", "Kepgub 1251/2018"),
        (Level.AGENCY_DECISION, "DEMO/KEP/14", "DEMO/KEP/14/2018"),
    ],
)
def test_a_regulation_is_cited_as_people_write_it(level, number, expected):
    assert citation(level, number, 2018) == expected


def test_a_revision_goes_through_every_stage_once():
    walked = [RevisionStage.PROPOSED]
    while stage := next_stage(walked[-1]):
        assert stages_after(walked[-1])[0] is stage
        walked.append(stage)
    assert tuple(walked) == PIPELINE
    assert next_stage(RevisionStage.ABANDONED) is None
    assert stages_after(RevisionStage.ABANDONED) == ()


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=20))
def test_relations_that_are_allowed_never_form_a_circle(pairs):
    earlier = {}
    for newer, older in pairs:
        if not would_cycle(earlier, newer, older):
            earlier.setdefault(newer, set()).add(older)
    for start in earlier:
        assert not any(would_cycle({**earlier, start: ()}, start, older) for older in earlier[start])


def test_the_line_tells_what_was_entered_how_long_the_stage_lasts_and_what_is_late():
    dates = {
        RevisionStage.PROPOSED: (date(2026, 9, 22), None),
        RevisionStage.DRAFTED: (date(2026, 11, 3), date(2026, 10, 19)),
        RevisionStage.LEGAL_REVIEW: (None, date(2026, 11, 30)),
        RevisionStage.ENACTED: (None, date(2026, 12, 18)),
    }
    line = line_of(RevisionStage.DRAFTED, dates, TODAY)
    assert [point.is_over for point in line] == [True, False, False, False, False]
    assert [point.days for point in line if point.is_now] == [28]
    assert late_step(line, TODAY).stage is RevisionStage.LEGAL_REVIEW
    assert late_step(line, date(2026, 11, 30)) is None
    over = line_of(RevisionStage.IN_FORCE, {**dates, RevisionStage.IN_FORCE: (TODAY, None)}, TODAY)
    assert over[-1].is_over
    assert not any(point.is_now for point in over)


def test_stages_are_planned_in_order():
    days = {RevisionStage.DRAFTED: date(2026, 12, 5), RevisionStage.ENACTED: date(2026, 12, 4)}
    assert out_of_order(days) is RevisionStage.ENACTED
    assert out_of_order({**days, RevisionStage.ENACTED: date(2026, 12, 5)}) is None
    assert out_of_order({}) is None
