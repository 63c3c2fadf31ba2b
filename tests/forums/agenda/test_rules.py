"""The order of an agenda and its time, in plain facts."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from forums.agenda.rules import (
    LAST,
    Slot,
    asks_for_resolution,
    behind,
    minutes_used,
    place_after,
    reordered,
    swapped,
    working_day_before,
)

BEGAN = datetime(2026, 11, 26, 2, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


@given(some.lists(some.tuples(some.integers(1, 60), some.integers(1, 90)), max_size=12))
def test_a_session_is_behind_by_what_its_items_took_beyond_their_time(items):
    slots, clock = [], 0
    for planned, took in items:
        slots.append(Slot(planned, at(clock), at(clock + took)))
        clock += took
    assert behind(slots, began=BEGAN, now=at(clock)) == clock - sum(planned for planned, _took in items)


@given(some.integers(1, 60), some.integers(0, 120))
def test_an_item_within_its_time_does_not_put_a_session_behind(planned, running):
    late = behind([Slot(planned, BEGAN)], began=BEGAN, now=at(running))
    assert late == max(0, running - planned)


def test_the_session_of_the_reference_page_is_five_minutes_behind():
    slots = [Slot(10, at(0), at(12)), Slot(15, at(12), at(30)), Slot(20, at(30)), Slot(15)]
    assert behind(slots, began=BEGAN, now=at(42)) == 5


@given(some.integers(0, 7200))
def test_an_item_takes_at_least_a_minute_and_never_less_than_it_took(seconds):
    used = minutes_used(BEGAN, BEGAN + timedelta(seconds=seconds))
    assert used >= 1
    assert used * 60 >= seconds


@given(some.lists(some.integers(1, 30), max_size=10))
def test_one_more_item_comes_after_all_but_the_closing_one(positions):
    place = place_after([*positions, LAST])
    assert all(place > position for position in positions)
    assert place < LAST


@given(some.lists(some.integers(1, 30), min_size=1, max_size=10), some.data(), some.booleans())
def test_moving_an_item_exchanges_it_with_its_neighbour_alone(positions, data, up):
    order = sorted(positions)
    place = data.draw(some.integers(0, len(order) - 1))
    moved = swapped(order, place, up=up)
    ranks = sorted(range(len(order)), key=lambda index: moved[index])
    expected = list(range(len(order)))
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        expected[place], expected[other] = expected[other], expected[place]
    assert ranks == expected


@given(some.lists(some.integers(1, 30), min_size=1, max_size=10), some.data())
def test_a_new_order_gives_each_item_its_place_and_keeps_the_positions(positions, data):
    present = [f"item {number}" for number in range(len(positions))]
    wanted = data.draw(some.permutations(present))
    places = reordered(present, wanted, positions)
    assert [item for _place, item in sorted(zip(places, present, strict=True))] == list(wanted)
    if len(set(positions)) == len(positions):
        assert sorted(places) == sorted(positions)


@given(some.lists(some.integers(), max_size=6, unique=True), some.lists(some.integers(), max_size=6))
def test_an_order_that_does_not_name_each_item_once_is_none(present, wanted):
    placed = reordered(present, wanted, list(range(len(present))))
    assert (placed is not None) == (sorted(wanted) == sorted(present))


@given(some.integers(0, 12))
def test_a_choice_is_asked_for_from_the_third_time_on(times):
    assert asks_for_resolution(times) == (times >= 3)


DAYS = some.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(DAYS, some.integers(0, 10), some.sets(some.integers(0, 60), max_size=15))
def test_working_days_before_a_date_are_counted_without_weekends_and_free_days(day, count, offsets):
    free = {day - timedelta(days=offset) for offset in offsets}
    found = working_day_before(day, count, is_free=free.__contains__)
    between = [day - timedelta(days=ago) for ago in range(1, (day - found).days + 1)]
    working = [one for one in between if one.weekday() < 5 and one not in free]
    assert len(working) == count
    assert not count or working[-1] == found
