"""The instance's own list of holidays: filled, corrected, and asked by the rules of sessions."""

from datetime import UTC, date, datetime

import pytest

from app import events
from app.audit.models import AuditRow
from app.calendars import actions, queries
from app.calendars.actions import HolidayDetails, HolidaysChanged
from app.calendars.holidays import HolidayKind, known_holidays
from app.calendars.models import ListedHoliday, Ramadan
from app.calendars.working_hours import Period
from app.database import db
from app.errors import RuleViolation
from tests.factories.platform import AdministratorFactory
from tests.support.visitors import counted

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def administrator(app):
    return AdministratorFactory()


@pytest.fixture
def told(app, monkeypatch):
    """The events of changed holidays, in order."""
    heard = []
    monkeypatch.setitem(events.handlers, HolidaysChanged, [heard.append])
    return heard


def row_on(day):
    (row,) = [row for row in queries.holidays_of(day.year) if row.day == day]
    return row


def on(day):
    return queries.holiday_lookup(day, day)(day)


def test_filling_twice_lists_every_known_day_once(app, told):
    assert actions.fill([2027], at=AT) == len(known_holidays(2027))
    assert actions.fill([2027], at=AT) == 0
    assert len(queries.holidays_of(2027)) == len(known_holidays(2027))
    assert told == [HolidaysChanged(date(2027, 1, 1), date(2027, 12, 26))]


def test_a_moved_day_stays_moved_when_the_list_is_filled_again(administrator):
    actions.fill([2027], at=AT)
    moved = HolidayDetails(day=date(2027, 3, 30), name="Hari Raya Idul Fitri", kind=HolidayKind.PUBLIC)
    actions.change(row_on(date(2027, 3, 10)), moved, by=administrator, at=AT)
    assert actions.fill([2027], at=AT) == 0
    assert on(date(2027, 3, 10)) is None
    assert on(date(2027, 3, 30)).name == "Hari Raya Idul Fitri"


def test_a_day_moved_to_another_year_does_not_come_back(administrator):
    actions.fill([2027], at=AT)
    moved = HolidayDetails(day=date(2028, 1, 3), name="Isra Mikraj", kind=HolidayKind.PUBLIC)
    actions.change(row_on(date(2027, 12, 26)), moved, by=administrator, at=AT)
    assert actions.fill([2027], at=AT) == 0


def test_a_removed_day_is_a_working_day_until_it_is_put_back(administrator, told):
    actions.fill([2027], at=AT)
    row = row_on(date(2027, 1, 5))
    actions.remove(row, by=administrator, at=AT)
    actions.fill([2027], at=AT)
    assert on(date(2027, 1, 5)) is None
    actions.put_back(row, by=administrator, at=AT)
    assert on(date(2027, 1, 5)).name == row.name
    assert told[1:] == [HolidaysChanged(date(2027, 1, 5), date(2027, 1, 5))] * 2


def test_an_estimate_that_the_package_gave_up_goes_and_a_new_mark_is_taken_over(app):
    actions.fill([2027], at=AT)
    gone = ListedHoliday(
        day=date(2027, 3, 20),
        name="Hari Contoh",
        kind=HolidayKind.PUBLIC,
        known_day=date(2027, 3, 20),
        known_name="Hari Contoh",
    )
    db.session.add(gone)
    row_on(date(2027, 1, 5)).estimated = True
    assert actions.fill([2027], at=AT) == 2
    assert on(date(2027, 3, 20)) is None
    assert not on(date(2027, 1, 5)).estimated


def test_a_day_that_the_list_has_is_refused(administrator):
    details = HolidayDetails(day=date(2027, 7, 1), name="Hari Kota", kind=HolidayKind.GOVERNMENT)
    actions.add(details, by=administrator, at=AT)
    with pytest.raises(RuleViolation):
        actions.add(details, by=administrator, at=AT)


def test_what_is_not_listed_yet_is_what_the_package_knows(app):
    assert on(date(2027, 1, 5)).name == "Isra Mikraj Nabi Muhammad"


def test_the_lookup_costs_one_statement_and_reaches_into_the_next_year(app):
    actions.fill([2026, 2027], at=AT)
    db.session.flush()
    with counted(db.engine, 1):
        lookup = queries.holiday_lookup(date(2026, 12, 1), date(2026, 12, 31))
    assert lookup(date(2027, 1, 1)) is not None


def test_a_year_is_undecreed_until_someone_enters_its_joint_leave(administrator):
    actions.fill([2030], at=AT)
    assert queries.undecreed_years(2027, 2030) == [2028, 2029, 2030]
    leave = HolidayDetails(day=date(2030, 12, 24), name="Cuti Bersama Natal", kind=HolidayKind.GOVERNMENT)
    actions.add(leave, by=administrator, at=AT)
    assert queries.undecreed_years(2027, 2030) == [2028, 2029]


def test_a_ramadan_is_entered_once_and_taken_away(administrator):
    first, last = date(2027, 2, 8), date(2027, 3, 9)
    row = actions.enter_ramadan(first, last, by=administrator, at=AT)
    assert queries.ramadans(date(2027, 3, 1), date(2027, 3, 31)) == [Period(first, last)]
    for days in [(date(2027, 3, 9), date(2027, 4, 1)), (last, first)]:
        with pytest.raises(RuleViolation):
            actions.enter_ramadan(*days, by=administrator, at=AT)
    actions.drop_ramadan(row, by=administrator, at=AT)
    assert db.session.query(Ramadan).count() == 0


def test_every_change_is_on_record(administrator):
    actions.fill([2027], at=AT)
    row = row_on(date(2027, 1, 5))
    actions.remove(row, by=administrator, at=AT)
    found = db.session.query(AuditRow).order_by(AuditRow.id).all()
    assert [one.action for one in found] == ["holidays.filled", "holiday.removed"]
    assert found[1].actor_id == administrator.id


def test_the_job_fills_the_years_ahead(app, clock):
    from app.calendars.jobs import fill_holidays

    assert fill_holidays() > 0
    assert fill_holidays() == 0
    assert queries.holidays_of(2029)
