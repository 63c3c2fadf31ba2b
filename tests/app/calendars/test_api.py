"""The list of holidays through the API."""

from datetime import UTC, date, datetime

import pytest

from app.calendars import actions
from app.calendars.queries import holidays_of
from tests.factories import AdministratorFactory, CoordinatorFactory, PersonFactory

CHRISTMAS = {"day": "2030-12-24", "name": "Cuti Bersama Natal", "kind": "government"}


@pytest.fixture
def program(as_program):
    return as_program(AdministratorFactory())


def test_the_list_is_read_between_days(program, as_program, queries):
    actions.fill([2027], at=datetime(2026, 11, 24, 2, tzinfo=UTC))
    with queries(at_most=4):
        found = program.get("/holidays", since="2027-01-01", until="2027-01-31").json["items"]
    assert ("2027-01-05", "public", False) in [(one["day"], one["kind"], one["removed"]) for one in found]
    assert {one["day"][:7] for one in found} == {"2027-01"}
    as_program(CoordinatorFactory()).get("/holidays")
    as_program(PersonFactory()).get("/holidays", status=403)


def test_a_day_is_added_corrected_removed_and_put_back(program, as_program):
    made = program.post("/holidays", CHRISTMAS, status=201).json
    assert (made["day"], made["estimated"], made["removed"]) == ("2030-12-24", False, False)
    path = f"/holidays/{made['id']}"
    assert program.patch(path, {"day": "2030-12-26"}).json | {"day": "2030-12-24"} == made
    assert program.post(f"{path}/remove").json["removed"] is True
    assert program.post(f"{path}/put-back").json["removed"] is False
    (row,) = holidays_of(2030)
    assert (row.day, row.name) == (date(2030, 12, 26), "Cuti Bersama Natal")
    as_program(CoordinatorFactory()).patch(path, {"name": "Lain"}, status=403)


@pytest.mark.parametrize(
    "changes, path", [({"day": None}, "/day"), ({"name": " "}, "/name"), ({"kind": "moon"}, "/kind"), ({}, "/name")]
)
def test_what_is_wrong_with_a_day_is_named(program, changes, path):
    program.post("/holidays", CHRISTMAS, status=201)
    told = program.post("/holidays", CHRISTMAS | changes, status=422).json["errors"]
    assert [fault["path"] for fault in told] == [path]


def test_a_year_is_filled_and_ramadans_and_hours_are_entered(program, as_program, clock):
    program.post("/holidays/fill", {"year": 2027}, status=204)
    assert date(2027, 1, 5) in {row.day for row in holidays_of(2027)}
    program.post("/holidays/fill", {"year": 99}, status=422)
    days = {"first_day": "2027-02-08", "last_day": "2027-03-09"}
    made = program.post("/ramadans", days, status=201).json
    assert made | days == made
    assert program.get("/ramadans").json["items"] == [made]
    program.post("/ramadans", days, status=422)
    program.post(f"/ramadans/{made['id']}/drop", status=204)
    assert program.get("/ramadans").json["items"] == []
    hours = {"friday_prayer_starts": "11:45", "friday_prayer_ends": "13:15", "ramadan_day_ends": "14:30"}
    hours |= {"quiet_starts": "19:30", "quiet_ends": "06:00"}
    program.post("/working-hours", hours, status=204)
    assert program.get("/working-hours").json == hours
    program.post("/working-hours", hours | {"friday_prayer_ends": "11:00"}, status=422)
    as_program(CoordinatorFactory()).post("/working-hours", hours, status=403)
