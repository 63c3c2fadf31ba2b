"""The administrator's pages of the list of holidays."""

from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest

from app.calendars import actions
from app.calendars.models import Ramadan
from app.calendars.queries import holidays_of, working_hours
from app.database import db
from tests.factories.platform import AdministratorFactory, CoordinatorFactory, PersonFactory

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def administrator(app, as_user):
    return as_user(AdministratorFactory())


@pytest.fixture
def listed(app):
    """The row of 5 January in the filled list of 2027."""
    actions.fill([2027], at=AT)
    return next(row for row in holidays_of(2027) if row.day == date(2027, 1, 5))


def test_the_list_of_a_year_names_every_day_with_its_marks(administrator, listed, queries):
    with queries(at_most=5):
        words = administrator.get("calendars.index", year=2027).words
    assert "Selasa, 5 Januari 2027 Isra Mikraj Nabi Muhammad Libur nasional" in words
    assert "Hari Raya Idul Fitri Perkiraan" in words
    assert "Cuti bersama 2027 belum ditetapkan" not in words


def test_a_year_without_joint_leave_is_marked(administrator):
    actions.fill([2030], at=AT)
    assert "Cuti bersama 2030 belum ditetapkan" in administrator.get("calendars.index", year=2030).words


def test_an_empty_year_is_filled_with_one_button(administrator):
    assert "Belum ada daftar untuk 2029" in administrator.get("calendars.index", year=2029).words
    administrator.post("calendars.fill", {"year": 2029})
    assert holidays_of(2029)


def test_a_day_is_added_with_the_date_as_people_write_it(administrator):
    administrator.post("calendars.add", {"day": "24 Desember 2030", "name": "Cuti Bersama Natal", "kind": "government"})
    (row,) = holidays_of(2030)
    assert (row.day, row.kind.value, row.edited) == (date(2030, 12, 24), "government", True)


@pytest.mark.parametrize(
    "typed",
    [
        {"day": "kapan-kapan", "name": "X", "kind": "public"},
        {"day": "5/1/2027", "name": "Isra Mikraj Nabi Muhammad", "kind": "public"},
        {"day": "6/1/2027", "name": " ", "kind": "public"},
        {"day": "6/1/2027", "name": "X", "kind": "private"},
    ],
    ids=["no date", "listed already", "no name", "no kind"],
)
def test_a_refused_form_keeps_what_was_typed(administrator, listed, typed):
    answer = administrator.post("calendars.add", typed, status=422)
    assert answer.soup.find("input", {"name": "day"})["value"] == typed["day"]


def test_a_day_is_moved(administrator, listed):
    answer = administrator.get("calendars.edit", holiday_id=listed.id)
    assert answer.soup.find("input", {"name": "day"})["value"] == "5 Januari 2027"
    typed = {"day": "2027-01-06", "name": listed.name, "kind": "public", "estimated": "y"}
    administrator.post("calendars.edit", typed, holiday_id=listed.id)
    db.session.refresh(listed)
    assert (listed.day, listed.estimated) == (date(2027, 1, 6), True)


def test_a_day_becomes_a_working_day_and_a_holiday_again(administrator, listed):
    administrator.post("calendars.remove", holiday_id=listed.id)
    assert "Hari kerja" in administrator.get("calendars.index", year=2027).words
    administrator.post("calendars.put_back", holiday_id=listed.id)
    db.session.refresh(listed)
    assert not listed.removed


def test_a_ramadan_is_entered_and_taken_away(administrator):
    administrator.post("calendars.enter_ramadan", {"first_day": "8/2/2027", "last_day": "9/3/2027"})
    row = db.session.query(Ramadan).one()
    assert "8 Februari 2027" in administrator.get("calendars.index", year=2027).words
    administrator.post("calendars.enter_ramadan", {"first_day": "9/3/2027", "last_day": "10/3/2027"}, status=422)
    administrator.post("calendars.drop_ramadan", ramadan_id=row.id)
    assert db.session.query(Ramadan).count() == 0


@pytest.mark.parametrize("year", ["", "abc", "0", "99999999999"])
def test_any_year_in_the_address_gets_a_page(administrator, year):
    assert administrator.get(f"/settings/holidays?year={year}").soup.find("h1") is not None


def test_a_coordinator_reads_and_does_not_change(as_user, listed):
    coordinator = as_user(CoordinatorFactory())
    assert "Tambah hari libur" not in coordinator.get("calendars.index", year=2027).words
    coordinator.post("calendars.remove", holiday_id=listed.id, status=403)


def test_others_see_nothing_of_it(as_user, listed):
    as_user(PersonFactory()).get("calendars.index", status=403)
    as_user().get("calendars.index", status=302)


def test_an_unknown_day_is_not_found(administrator):
    administrator.get("calendars.edit", holiday_id=uuid4(), status=404)
    administrator.post("calendars.drop_ramadan", ramadan_id=uuid4(), status=404)


def test_the_hours_that_offices_keep_free_are_entered_and_warned_of(administrator):
    page = administrator.get("calendars.set_hours")
    assert page.soup.find("input", {"name": "friday_prayer_starts"})["value"] == "11.30"
    wrong = {"friday_prayer_starts": "12.30", "friday_prayer_ends": "11.00", "ramadan_day_ends": "14.30"}
    wrong |= {"quiet_starts": "19.00", "quiet_ends": "06.30"}
    refused = administrator.post("calendars.set_hours", wrong, status=422)
    assert refused.soup.find("input", {"name": "friday_prayer_starts"})["value"] == "12.30"
    for ends in ("13.30", "13.45"):
        administrator.post("calendars.set_hours", {**wrong, "friday_prayer_ends": ends})
    hours = working_hours()
    assert (hours.friday_prayer_ends, hours.ramadan_day_ends) == (time(13, 45), time(14, 30))
    assert (hours.quiet_starts, hours.quiet_ends) == (time(19), time(6, 30))
    listed = administrator.get("calendars.index").words
    assert "dari pukul 12.30 sampai 13.45" in listed
    assert "dari pukul 19.00 sampai 06.30" in listed
    administrator.post("calendars.set_hours", {**wrong, "friday_prayer_ends": "13.45", "quiet_ends": "19.00"})
    assert "Tidak ada jam tenang" in administrator.get("calendars.index").words


def test_coordinators_see_the_hours_and_do_not_change_them(as_user, administrator):
    coordinator = as_user(CoordinatorFactory())
    assert "11.30" in coordinator.get("calendars.index").words
    coordinator.get("calendars.set_hours", status=403)
