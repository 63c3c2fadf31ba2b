"""Rules of shared goals: an answer counts for its own version alone, and all means every seat of today."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from alignment.goals.rules import Step, days_silent, lines, next_step, shared, standing

ORGANISATIONS = [UUID(int=number) for number in range(1, 6)]
VERSIONS = [1, 2, 3]
answers = some.dictionaries(some.tuples(some.sampled_from(ORGANISATIONS), some.sampled_from(VERSIONS)), some.booleans())
seats = some.sets(some.sampled_from(ORGANISATIONS))


@given(answers, seats, some.sampled_from(VERSIONS))
def test_an_answer_counts_for_its_own_version_and_from_a_seat_alone(said, seated, number):
    found = standing([(one, version, it) for (one, version), it in said.items()], number, seated)
    assert found.acknowledging == {one for one in seated if said.get((one, number)) is True}
    assert found.differing == {one for one in seated if said.get((one, number)) is False}
    assert found.acknowledging | found.differing | found.silent == seated
    assert found.parties == len(seated)


@given(answers, seats)
def test_it_is_acknowledged_by_all_if_every_seat_of_today_does(said, seated):
    found = standing([(one, version, it) for (one, version), it in said.items()], 3, seated)
    assert found.by_all == (bool(seated) and all(said.get((one, 3)) for one in seated))


@given(answers, seats)
def test_a_new_version_is_acknowledged_by_nobody(said, seated):
    found = standing([(one, version, it) for (one, version), it in said.items()], 4, seated)
    assert not found.by_all
    assert found.silent == seated


@pytest.mark.parametrize("seated_for, silent", [(30, 18), (18, 18), (3, 3), (-2, 0)])
def test_a_party_owes_an_answer_since_it_was_asked_and_has_a_seat(seated_for, silent):
    today = date(2026, 11, 30)
    assert days_silent(today - timedelta(days=18), today - timedelta(days=seated_for), today) == silent


def test_lists_are_read_without_their_marks():
    assert lines("1. Izin usaha\n\n - Kualitas udara\n2027 selesai\n3)\n•  Antrean ") == [
        "Izin usaha",
        "Kualitas udara",
        "2027 selesai",
        "Antrean",
    ]


def test_what_most_have_in_common_comes_first():
    found = shared({"a": ["Udara", "Izin  usaha"], "b": ["izin usaha", "Halte"], "c": ["Halte", "halte"]})
    assert found == [("Halte", [("b", 2), ("c", 1)]), ("Izin  usaha", [("a", 2), ("b", 1)]), ("Udara", [("a", 1)])]


@pytest.mark.parametrize(
    "record, step",
    [
        ({"positions": "", "interests": "", "options": 2}, Step.POSITIONS),
        ({"positions": "A", "interests": "", "options": 0}, Step.INTERESTS),
        ({"positions": "A", "interests": "B", "options": 0}, Step.OPTIONS),
        ({"positions": "A", "interests": "B", "options": 1}, Step.OUTCOME),
    ],
)
def test_a_mediation_goes_step_by_step(record, step):
    assert next_step(is_open=True, **record) is step
    assert next_step(is_open=False, **record) is Step.FOLLOW_UP
