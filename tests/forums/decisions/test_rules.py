"""The seats that two quorums count."""

from hypothesis import given
from hypothesis import strategies as some

from forums.attendance.rules import Place, quorum
from forums.decisions.rules import seats_differ

SECTORS = ("government", "private", "civil_society")
places = some.lists(some.builds(Place, some.sampled_from(SECTORS), some.booleans()), max_size=20)


def counted(seats, share=50, required=()):
    return quorum(seats, share=share, required=required).as_values()


@given(places, some.integers(0, 100), some.integers(0, 100), some.lists(some.sampled_from(SECTORS), unique=True))
def test_a_changed_charter_alone_makes_no_difference(seats, share, other, required):
    assert not seats_differ(counted(seats, share), counted(seats, other, required))


@given(places, some.sampled_from(SECTORS))
def test_one_more_who_came_makes_a_difference(seats, sector):
    assert seats_differ(counted([*seats, Place(sector, False)]), counted([*seats, Place(sector, True)]))


def test_the_same_number_from_other_sectors_makes_a_difference():
    first, second = [Place("government", True)], [Place("private", True)]
    assert seats_differ(counted(first), counted(second))
