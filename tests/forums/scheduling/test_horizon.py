"""Sessions exist as rows up to the horizon, each slot once, whatever happened meanwhile."""

import itertools
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.calendars import actions as holidays
from app.calendars.holidays import HolidayKind
from app.calendars.queries import holidays_of
from app.calendars.shifts import HolidayRule
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from forums.scheduling.horizon import horizon
from forums.scheduling.jobs import fill
from forums.scheduling.models import Series, Session, SessionState
from tests.factories import ChairFactory, ForumFactory, SeriesFactory, SessionFactory

pytestmark = pytest.mark.every_database


def run_job() -> None:
    with transaction():
        list(fill())


def rows(series: Series) -> list[Session]:
    query = select(Session).where(Session.series_id == series.id).order_by(Session.slot)
    return list(db.session.scalars(query))


def begun(rule: str = "FREQ=WEEKLY;BYDAY=TU", first: datetime = datetime(2026, 11, 24, 9), **facts) -> Series:
    return SeriesFactory(rule=rule, first_start=first, **facts)


def test_running_the_job_again_changes_nothing(app, clock):
    series = begun()
    run_job()
    before = [(row.id, row.number, row.version) for row in rows(series)]
    run_job()
    assert [(row.id, row.number, row.version) for row in rows(series)] == before
    assert len(before) == 53


def test_the_first_run_after_forty_days_without_a_scheduler_makes_what_was_missed(app, clock):
    series = begun()
    run_job()
    clock.shift(timedelta(days=40))
    run_job()
    slots = [row.slot for row in rows(series)]
    weeks = [(later - earlier).days for earlier, later in itertools.pairwise(slots)]
    assert set(weeks) == {7}
    assert slots[-1] < horizon(utc_now()) <= slots[-1] + timedelta(days=7)
    assert [row.number for row in rows(series)] == list(range(1, len(slots) + 1))


def test_slots_that_are_there_are_not_made_again_even_if_the_mark_was_lost(app, clock):
    series = begun()
    run_job()
    count = len(rows(series))
    series.made_until = None
    run_job()
    assert len(rows(series)) == count


def test_the_database_refuses_a_second_session_for_a_slot(app, clock):
    series = begun()
    run_job()
    with pytest.raises(IntegrityError):
        SessionFactory(forum=series.forum, series=series, starts_at=rows(series)[0].slot)
    db.session.rollback()


def test_numbers_are_counted_per_forum_over_series_and_one_offs(app, clock):
    forum = ForumFactory()
    SessionFactory(forum=forum, number=7)
    series = begun(forum=forum)
    other = begun()
    run_job()
    assert rows(series)[0].number == 8
    assert rows(other)[0].number == 1


def test_an_archived_forum_gets_no_more_sessions(app, clock):
    series = begun(forum=ForumFactory(archived_at=datetime(2026, 11, 1, tzinfo=UTC)))
    run_job()
    assert rows(series) == []


def test_sessions_take_place_leaders_and_language_from_their_forum(app, clock):
    forum = ForumFactory(place="Perpustakaan", language="en")
    chair = ChairFactory(forum=forum)
    series = begun(forum=forum, rule="FREQ=WEEKLY;BYDAY=TH")
    run_job()
    christmas = next(row for row in rows(series) if row.proposed_starts_at)
    assert (christmas.place, christmas.presider_id) == ("Perpustakaan", chair.person_id)
    assert "Natal" in christmas.because


@pytest.mark.parametrize(
    "rule, state, lands",
    [
        (HolidayRule.FORWARD, SessionState.PLANNED, date(2027, 1, 6)),
        (HolidayRule.BACKWARD, SessionState.PLANNED, date(2027, 1, 4)),
        (HolidayRule.SKIP, SessionState.CANCELLED, None),
        (HolidayRule.KEEP, SessionState.PLANNED, None),
    ],
)
def test_each_holiday_rule_proposes_its_own(app, clock, rule, state, lands):
    series = begun(forum=ForumFactory(holiday_rule=rule))
    run_job()
    session = next(row for row in rows(series) if row.slot.date() == date(2027, 1, 5))
    assert session.starts_at == session.slot
    assert session.state is state
    proposed = session.proposed_starts_at
    assert (proposed and proposed.astimezone(session.zone).date()) == lands


def test_a_holiday_decreed_later_is_proposed_then(app, clock):
    series = begun(rule="FREQ=WEEKLY;BYDAY=WE", first=datetime(2026, 11, 25, 9))
    run_job()
    day = holidays.HolidayDetails(day=date(2027, 2, 3), name="Cuti bersama", kind=HolidayKind.GOVERNMENT)
    with transaction():
        holidays.fill([2026, 2027], at=utc_now())
        listed = holidays.add(day, by=None, at=utc_now())
    session = next(row for row in rows(series) if row.slot.date() == date(2027, 2, 3))
    assert session.proposed_starts_at.date() == date(2027, 2, 4)
    assert session.because == "Cuti bersama"
    with transaction():
        holidays.remove(listed, by=None, at=utc_now())
    db.session.refresh(session)
    assert (session.proposed_starts_at, session.because) == (None, "")


def test_a_date_that_somebody_kept_is_not_proposed_away_again(app, clock):
    series = begun(rule="FREQ=WEEKLY;BYDAY=TH", first=datetime(2026, 11, 26, 9))
    run_job()
    session = next(row for row in rows(series) if row.proposed_starts_at)
    session.proposed_starts_at = None
    with transaction():
        holidays.fill([2026, 2027], at=utc_now())
        natal = next(row for row in holidays_of(2026) if row.day == date(2026, 12, 24))
        natal_details = holidays.HolidayDetails(day=natal.day, name="Malam Natal", kind=natal.kind)
        holidays.change(natal, natal_details, by=None, at=utc_now())
    db.session.refresh(session)
    assert session.proposed_starts_at is None
    assert db.session.scalar(select(func.count()).select_from(Session)) == len(rows(series))


def test_two_processes_that_make_sessions_at_once_make_each_slot_and_number_once(app, clock):
    forum = ForumFactory()
    series = [begun(forum=forum), begun(forum=forum, rule="FREQ=WEEKLY;BYDAY=FR")]
    ids = [one.id for one in series]
    db.session.commit()
    ready = Barrier(4)
    troubles: list[BaseException] = []

    def work() -> None:
        with app.app_context():
            ready.wait(10)
            try:
                run_job()
            except BaseException as trouble:
                troubles.append(trouble)
            finally:
                db.session.remove()

    threads = [Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert troubles == []
    made = db.session.scalars(select(Session).where(Session.series_id.in_(ids))).all()
    assert len({(one.series_id, one.slot) for one in made}) == len(made) > 100
    assert sorted(one.number for one in made) == list(range(1, len(made) + 1))


@pytest.mark.parametrize("weekly", [1, 5])
def test_a_year_of_sessions_costs_the_same_few_statements_however_many_they_are(app, clock, queries, weekly):
    days = ",".join(["MO", "TU", "WE", "TH", "FR"][:weekly])
    begun(f"FREQ=WEEKLY;BYDAY={days}")
    db.session.commit()
    with app.test_request_context(), queries(at_most=11):
        list(fill())
        db.session.flush()
    db.session.commit()
