"""The periods of bases, and what a renewal does to seats."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from forums.basis.rules import WARNINGS, BasisStatus, basis_status, in_force, present, seat_changes, warning_due

DAY = date(2026, 11, 24)
NUMBERS = count()


@dataclass(frozen=True)
class Term:
    valid_from: date
    valid_until: date | None = None
    entered_at: datetime = datetime(2026, 1, 1)
    id: int = field(default_factory=lambda: next(NUMBERS))


@dataclass(frozen=True)
class Held:
    organisation_id: str
    since: date
    until: date | None = None
    observer: bool = False


def days(number: int) -> date:
    return DAY + timedelta(days=number)


def test_of_two_bases_whose_periods_share_a_day_the_later_one_is_in_force():
    early, late = Term(days(-300)), Term(days(-10), days(100))
    assert in_force([late, early], DAY) is late
    assert in_force([late, early], days(-11)) is early
    assert in_force([late, early], days(101)) is early
    assert basis_status(early, [early, late], DAY) is BasisStatus.REPLACED


@pytest.mark.parametrize(
    "term, status",
    [
        (Term(days(1)), BasisStatus.UPCOMING),
        (Term(DAY), BasisStatus.IN_FORCE),
        (Term(days(-9), days(61)), BasisStatus.IN_FORCE),
        (Term(days(-9), days(60)), BasisStatus.ENDING),
        (Term(days(-9), DAY), BasisStatus.ENDING),
        (Term(days(-9), days(-1)), BasisStatus.ENDED),
    ],
)
def test_the_status_of_a_basis_follows_from_its_dates(term, status):
    assert basis_status(term, [term], DAY) is status
    assert present([term], DAY) is term


def test_without_a_basis_in_force_the_one_that_ended_last_is_shown():
    ended, earlier, coming = Term(days(-50), days(-5)), Term(days(-90), days(-60)), Term(days(30))
    assert present([coming, earlier, ended], DAY) is ended
    assert present([coming], DAY) is coming
    assert present([], DAY) is None


@given(some.integers(0, 120), some.sets(some.integers(0, 120)))
def test_each_warning_is_given_once_whichever_days_the_job_runs_on(left, outages):
    last_day, warned, given_on = days(left), None, []
    for number in range(left + 5):
        if number in outages:
            continue
        due = warning_due(last_day, warned, days(number))
        if due is not None:
            given_on.append((due, left - number))
            warned = due
    reached = [step for step, _days_left in given_on]
    assert reached == sorted(set(reached), reverse=True)
    assert all(0 <= days_left <= step for step, days_left in given_on)
    if not outages:
        first = min((step for step in WARNINGS if left <= step), default=WARNINGS[0])
        assert reached == [step for step in WARNINGS if step <= first]


SEATS = some.lists(
    some.builds(
        lambda organisation, since, length, observer: Held(
            organisation, days(since), None if length is None else days(since + length), observer
        ),
        some.sampled_from("abcdef"),
        some.integers(-60, 20),
        some.none() | some.integers(0, 60),
        some.booleans(),
    ),
    max_size=8,
)


def taken(seats: list[Any], day: date) -> set[str]:
    return {one.organisation_id for one in seats if one.since <= day and (one.until is None or day <= one.until)}


def after(seats, changes):
    """Return the seats after a renewal, as the action makes them."""
    left = [
        Held(one.organisation_id, one.since, changes.last_day, one.observer) if one in changes.leaving else one
        for one in seats
    ]
    return left + [Held(organisation, changes.first_day, until) for organisation, until in changes.joining]


@given(SEATS, some.sets(some.sampled_from("abcdef"), min_size=1), some.integers(-30, 30))
@example([Held("a", days(-60)), Held("b", days(5))], {"b"}, 0)
def test_a_renewal_never_changes_who_was_seated_before_its_first_day(seats, wanted, first):
    changes = seat_changes(seats, wanted, days(first))
    renewed = after(seats, changes)
    for number in range(-70, first):
        assert taken(renewed, days(number)) == taken(seats, days(number))


@given(SEATS, some.sets(some.sampled_from("abcdef"), min_size=1), some.integers(-30, 30))
def test_from_its_first_day_on_exactly_the_members_have_a_voting_seat(seats, wanted, first):
    day = days(first)
    renewed = after(seats, seat_changes(seats, wanted, day))
    assert wanted <= taken(renewed, day)
    voting = [one for one in renewed if not one.observer and one.since < day]
    assert taken(voting, day) <= wanted


@given(SEATS, some.sets(some.sampled_from("abcdef"), min_size=1), some.integers(-30, 30))
def test_a_seat_that_begins_ends_before_the_next_one_of_its_organisation(seats, wanted, first):
    changes = seat_changes(seats, wanted, days(first))
    for organisation, until in changes.joining:
        later = [one.since for one in seats if one.organisation_id == organisation and one.since > days(first)]
        assert until == (min(later) - timedelta(days=1) if later else None)
