"""Working days, hours and outages: the ladder does the same as a second, slower model."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.calendars.holidays import known_holiday
from app.calendars.shifts import is_day_off
from app.calendars.working_hours import WorkingHours
from commitments.registry.rules import CommitmentFacts, Delivery
from commitments.reminders.rules import (
    EARLIEST_CLOSING,
    LATEST_OPENING,
    MAILED,
    Schedule,
    Step,
    due_step,
    steps_carried_out,
    steps_covered,
)

HOURS = WorkingHours()
DUE = date(2026, 12, 18)
schedules = st.builds(
    Schedule,
    steps=st.frozensets(st.sampled_from(Step)),
    working_days_only=st.booleans(),
    from_hour=st.integers(0, LATEST_OPENING),
    until_hour=st.integers(EARLIEST_CLOSING, 24),
    friday_pause=st.booleans(),
)
dues = st.dates(date(2026, 1, 1), date(2027, 12, 1))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def may_leave(schedule: Schedule, moment: datetime) -> bool:
    """Whether a mail may leave in this minute."""
    if schedule.working_days_only and (moment.weekday() > 4 or known_holiday(moment.date())):
        return False
    if schedule.friday_pause and moment.weekday() == 4 and time(11, 30) <= moment.time() < time(13):
        return False
    return schedule.from_hour <= moment.hour < schedule.until_hour


@given(schedules, moments)
def test_mail_leaves_in_the_first_minute_of_today_in_which_it_may(schedule: Schedule, now: datetime):
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    later = [max(now, midnight + timedelta(minutes=minute)) for minute in range(24 * 60)]
    first = next((one for one in later if may_leave(schedule, one)), None)
    is_off = is_day_off(now.date(), known_holiday)
    assert schedule.opening(now, is_day_off=is_off, hours=HOURS) == first


@given(st.lists(schedules, min_size=1, max_size=4), dues)
def test_the_steps_of_several_circles_find_a_moment_for_one_mail(circles: list[Schedule], day: date):
    morning = datetime.combine(day, time(6), UTC)
    is_off = is_day_off(day, known_holiday)
    found = [one.opening(morning, is_day_off=is_off, hours=HOURS) for one in circles]
    leaves = max((one for one in found if one), default=None)
    assert leaves is None or all(may_leave(one, leaves) for one, opens in zip(circles, found, strict=True) if opens)


def play(schedule: Schedule, due: date, ran: list[date]) -> tuple[dict[Step, date], list[tuple[date, Step]]]:
    """Run the job on some days, in any order: the day on which each step is taken, and what is carried out."""
    taken: dict[Step, date] = {}
    done: list[tuple[date, Step]] = []
    facts = CommitmentFacts(delivery=Delivery.IN_PROGRESS, first_due=due, current_due=due)
    for day in ran:
        if schedule.working_days_only and is_day_off(day, known_holiday):
            continue
        step = due_step(facts, day)
        new = [other for other in steps_covered(step) if other not in taken] if step else []
        taken |= dict.fromkeys(new, day)
        done += [(day, each) for each in steps_carried_out(new, schedule)]
    return taken, done


@given(schedules, dues)
def test_without_outages_each_step_is_taken_on_its_day_or_the_next_working_day(schedule: Schedule, due: date):
    ran = [due + timedelta(days=days) for days in range(-30, 60)]
    taken, done = play(schedule, due, ran)
    assert taken == {step: schedule.date_of(step, due, known_holiday) for step in Step}
    apart = len({taken[step] for step in MAILED}) == len(MAILED)
    assert not apart or {step for _day, step in done} == schedule.steps


@given(schedules, dues, st.lists(st.integers(-30, 80)))
def test_outages_and_jumps_of_the_clock_miss_nothing_and_repeat_nothing(schedule: Schedule, due: date, days: list[int]):
    ran = [due + timedelta(days=each) for each in days]
    _taken, done = play(schedule, due, ran)
    open_days = [day for day in ran if not (schedule.working_days_only and is_day_off(day, known_holiday))]
    reached = {step for step in Step if open_days and due + timedelta(days=step.days) <= max(open_days)}
    steps = [step for _day, step in done]
    assert len(steps) == len(set(steps))
    assert set(steps) <= schedule.steps & reached
    mailed = [step for step in MAILED if step in schedule.steps & reached]
    assert set(mailed[-1:]) <= set(steps)
    assert {step for step in schedule.steps & reached if step not in MAILED} <= set(steps)
    assert len([day for day, step in done if step in MAILED]) == len({day for day, step in done if step in MAILED})


def test_a_step_on_a_day_off_moves_to_the_next_working_day():
    schedule = Schedule()
    assert schedule.date_of(Step.DAY_AFTER, DUE, known_holiday) == date(2026, 12, 21)  # from Saturday
    assert schedule.date_of(Step.WEEK_AFTER, DUE, known_holiday) == date(2026, 12, 28)  # from Christmas
    assert Schedule(working_days_only=False).date_of(Step.DAY_AFTER, DUE, known_holiday) == date(2026, 12, 19)
