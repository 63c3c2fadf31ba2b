"""The quorum by seats and by sectors, in plain facts."""

import json

from hypothesis import given
from hypothesis import strategies as some

from forums.attendance.rules import Place, quorum, quorum_from

SECTORS = ("government", "regional_enterprise", "private", "civil_society", "academia")
places = some.lists(some.builds(Place, some.sampled_from(SECTORS), some.booleans()), max_size=60)
shares = some.integers(0, 100)
required = some.lists(some.sampled_from(SECTORS), unique=True)


@given(places, shares, required)
def test_an_empty_room_never_has_a_quorum(seats, share, sectors):
    empty = [Place(place.sector, False) for place in seats]
    assert not quorum(empty, share=share, required=sectors).is_met


@given(places.filter(bool), shares)
def test_a_full_room_has_a_quorum_when_every_required_sector_has_a_seat(seats, share):
    full = [Place(place.sector, True) for place in seats]
    assert quorum(full, share=share, required=[place.sector for place in seats]).is_met


@given(places, shares, required, some.sampled_from(SECTORS))
def test_one_more_who_comes_never_breaks_a_quorum(seats, share, sectors, comer):
    waiting = [*seats, Place(comer, False)]
    came = [*seats, Place(comer, True)]
    before = quorum(waiting, share=share, required=sectors)
    after = quorum(came, share=share, required=sectors)
    assert after.is_met or not before.is_met
    assert after.missing_seats <= before.missing_seats


@given(places, shares, required)
def test_it_is_met_exactly_when_nothing_is_missing(seats, share, sectors):
    counted = quorum(seats, share=share, required=sectors)
    assert counted.is_met == (not counted.missing_seats and not counted.missing_sectors)
    assert counted.taken * 100 >= share * counted.seats or not counted.is_met


@given(places, shares, required)
def test_the_sectors_add_up_to_the_whole(seats, share, sectors):
    counted = quorum(seats, share=share, required=sectors)
    assert sum(tally.taken for tally in counted.sectors) == counted.taken
    assert sum(tally.seats for tally in counted.sectors) == counted.seats
    assert {tally.sector for tally in counted.sectors if tally.required} == set(sectors)


def test_half_of_an_odd_number_is_rounded_up():
    seats = [Place("government", place < 10) for place in range(21)]
    counted = quorum(seats, share=50, required=[])
    assert counted.needed == 11
    assert counted.missing_seats == 1


def test_a_required_sector_without_a_seat_stays_missing():
    counted = quorum([Place("government", True)], share=50, required=["private"])
    assert counted.missing_sectors == ["private"]


@given(places, shares, required)
def test_what_is_stored_of_a_quorum_gives_the_same_quorum(seats, share, sectors):
    counted = quorum(seats, share=share, required=sectors)
    stored = json.loads(json.dumps(counted.as_values()))
    assert quorum_from(stored) == counted
    assert stored["met"] == counted.is_met
