"""By when a directive or suggestion is answered."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from forums.directives.rules import working_days_after

DAY = date(2026, 11, 24)


def test_weekends_and_holidays_are_not_counted():
    assert working_days_after(date(2026, 11, 27), 1, {}.get) == date(2026, 11, 30)
    holidays = {date(2026, 12, 24): "Cuti bersama", date(2026, 12, 25): "Natal"}
    assert working_days_after(date(2026, 12, 23), 1, holidays.get) == date(2026, 12, 28)


@given(some.integers(0, 400), some.integers(1, 30), some.sets(some.integers(0, 500), max_size=30))
def test_exactly_that_many_working_days_are_between(start, number, off):
    day = DAY + timedelta(days=start)
    holidays = {DAY + timedelta(days=one): "Libur" for one in off}
    due = working_days_after(day, number, holidays.get)
    between = [day + timedelta(days=one) for one in range(1, (due - day).days + 1)]
    working = [one for one in between if one.weekday() < 5 and one not in holidays]
    assert len(working) == number
    assert working[-1] == due
