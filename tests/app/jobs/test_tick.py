from dataclasses import replace
from datetime import UTC, datetime, timedelta
from queue import Queue
from threading import Event
from zoneinfo import ZoneInfo

import pytest
import time_machine
from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_MAX_INSTANCES
from sqlalchemy.exc import OperationalError

from app import audit, clock
from app.audit.models import AuditRow
from app.circles.models import Circle
from app.database import db
from app.jobs.process import RETRY, Watch, make_scheduler, reschedule, run_all_now, zone_of
from app.mail.outbox.models import Mail
from app.settings.actions import InstanceDetails, change_instance
from tests.factories import CircleFactory

pytestmark = pytest.mark.every_database

WAIT = 20
"""Seconds until a thread of the scheduler must have done what is expected."""


def tick(app, *words):
    db.session.commit()
    return app.test_cli_runner().invoke(args=["scheduler", "tick", *words])


def test_every_job_runs_once_and_in_order(app, only_jobs):
    ran = []
    for name in "abc":
        only_jobs(name, seconds=1)(lambda name=name: ran.append(name))
    result = tick(app)
    assert (result.exit_code, result.stdout, ran) == (0, "3 jobs done\n", ["a", "b", "c"])


def test_a_job_that_fails_leaves_no_trace_and_stops_no_other(app, only_jobs):
    circle_id = CircleFactory().id

    @only_jobs("broken", seconds=1)
    def broken():
        audit.record("broken.act", db.session.get_one(Circle, circle_id), by=None, at=clock.utc_now())
        raise ValueError("a\nb")

    @only_jobs("whole", seconds=1)
    def whole():
        audit.record("whole.act", db.session.get_one(Circle, circle_id), by=None, at=clock.utc_now())

    result = tick(app)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "Error: 1 of 2 jobs failed: broken (ValueError); see the log"
    assert db.session.scalars(db.select(AuditRow.action)).all() == ["whole.act"]


def test_a_pretended_time_is_what_jobs_see(app, only_jobs):
    seen = []
    only_jobs("look", seconds=1)(lambda: seen.append(clock.utc_now()))
    assert tick(app, "--at", "2027-01-10T01:00:00Z").exit_code == 0
    assert seen == [datetime(2027, 1, 10, 1, tzinfo=UTC)]
    assert abs(clock.utc_now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize("written", ["2027-01-10", "2027-01-10T01:00:00", "tomorrow"])
def test_a_time_without_zone_or_sense_is_wrong_usage(app, only_jobs, written):
    assert tick(app, "--at", written).exit_code == 2


def test_production_does_not_pretend(app, only_jobs):
    app.extensions["settings"] = replace(app.extensions["settings"], environment="production")
    result = tick(app, "--at", "2027-01-10T01:00:00Z")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_after_forty_days_off_one_tick_catches_up_and_the_next_adds_nothing(app, only_jobs):
    """The job says each week's word once, and only the latest when several were missed."""
    circle_id, began = CircleFactory().id, datetime(2026, 11, 24, 2, tzinfo=UTC)

    @only_jobs("weekly", "cron", day_of_week="mon")
    def weekly():
        week = (clock.utc_now() - began).days // 7
        key = f"weekly:{week}"
        if not db.session.scalar(db.select(Mail).where(Mail.key == key)):
            mail = Mail(
                key=key,
                message_id=f"<{key}@selaras.example>",
                recipient="a@b.example",
                language="id",
                kind="weekly",
                subject=key,
                text="x",
                html="x",
                next_try_at=clock.utc_now(),
                created_at=clock.utc_now(),
            )
            db.session.add(mail)
            audit.record("word.said", db.session.get_one(Circle, circle_id), by=None, at=clock.utc_now(), week=week)

    for moment in ("2026-11-24T02:00:00Z", "2027-01-03T02:00:00Z", "2027-01-03T02:00:01Z"):
        assert tick(app, "--at", moment).exit_code == 0
    weeks = [details["week"] for details in db.session.scalars(db.select(AuditRow.details).order_by(AuditRow.id))]
    assert weeks == [0, 5]


@pytest.mark.one_database
def test_the_process_catches_up_at_once_and_lets_jobs_start_however_late(app, only_jobs):
    only_jobs("daily", "cron", hour=6)(lambda: None)
    only_jobs("often", seconds=5)(lambda: None)
    scheduler = make_scheduler(app)
    scheduler.start(paused=True)
    try:
        for job in scheduler.get_jobs():
            assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
            assert job.next_run_time <= datetime.now(UTC)
        daily = scheduler.get_job("daily").trigger
        after = daily.get_next_fire_time(None, datetime(2026, 11, 24, 3, tzinfo=UTC))
        assert after.astimezone(UTC) == datetime(2026, 11, 24, 23, tzinfo=UTC)  # 06.00 in Jakarta
    finally:
        scheduler.shutdown(wait=False)


@pytest.mark.one_database
def test_when_the_zone_is_changed_jobs_run_at_their_hour_of_the_new_one(app, only_jobs):
    only_jobs("daily", "cron", hour=6)(lambda: None)
    only_jobs("often", seconds=5)(lambda: None)
    scheduler = make_scheduler(app)
    scheduler.start(paused=True)
    try:
        details = InstanceDetails(unit="Kota", above="", address="", city="Jayapura", timezone="Asia/Jayapura")
        change_instance(details, confirmed_zone=True, version=1, by=None, at=clock.utc_now())
        db.session.commit()
        zone = zone_of(app)
        reschedule(scheduler, zone)
        after = scheduler.get_job("daily").trigger.get_next_fire_time(None, datetime(2026, 11, 24, 3, tzinfo=UTC))
        assert (zone.key, after.astimezone(UTC)) == ("Asia/Jayapura", datetime(2026, 11, 24, 21, tzinfo=UTC))
    finally:
        scheduler.shutdown(wait=False)


@pytest.mark.one_database
def test_while_the_database_is_away_the_zone_is_the_one_that_is_known(app, monkeypatch):
    def refuse(*_arguments, **_options):
        raise OperationalError("SELECT 1", None, Exception("server closed the connection unexpectedly"))

    monkeypatch.setattr(db.session, "execute", refuse)
    assert zone_of(app, ZoneInfo("Asia/Makassar")).key == "Asia/Makassar"
    assert zone_of(app).key == "Asia/Jakarta"


@pytest.mark.one_database
def test_a_job_that_is_weeks_late_because_the_clock_was_set_runs_at_once(app, only_jobs):
    ran, runs = [], Queue()
    only_jobs("daily", "cron", hour=6)(lambda: ran.append(clock.today()))
    scheduler = make_scheduler(app)
    # Said once the job has ended: one that has only begun is skipped when its turn comes again.
    scheduler.add_listener(lambda _event: runs.put(ran[-1]), EVENT_JOB_EXECUTED)
    scheduler.start()
    try:
        today = runs.get(timeout=WAIT)
        with time_machine.travel(datetime.now(UTC) + timedelta(days=40)):
            scheduler.wakeup()
            assert runs.get(timeout=WAIT) == today + timedelta(days=40)
    finally:
        scheduler.shutdown()


@pytest.mark.one_database
def test_a_job_that_still_runs_when_its_turn_comes_has_its_turn_soon(app, only_jobs):
    begun, go_on, skipped = Event(), Event(), Event()
    only_jobs("yearly", "cron", month=1, day=1)(lambda: (begun.set(), go_on.wait(WAIT)))
    scheduler = make_scheduler(app)
    scheduler.add_listener(lambda _event: skipped.set(), EVENT_JOB_MAX_INSTANCES)
    scheduler.start()
    try:
        assert begun.wait(WAIT)
        run_all_now(scheduler)
        assert skipped.wait(WAIT)
        assert scheduler.get_job("yearly").next_run_time <= datetime.now(UTC) + RETRY
    finally:
        go_on.set()
        scheduler.shutdown()


def test_jobs_of_all_features_run_on_an_empty_instance(app):
    assert tick(app).exit_code == 0
    assert tick(app).exit_code == 0


@pytest.mark.one_database
def test_a_clock_that_is_set_back_makes_no_job_wait_for_hours(app, only_jobs):
    ran = []
    only_jobs("often", seconds=5)(lambda: ran.append(clock.utc_now()))
    scheduler = make_scheduler(app)
    scheduler.start(paused=True)
    try:
        watch = Watch()
        assert not watch.has_jumped()
        with time_machine.travel(datetime.now(UTC) - timedelta(hours=5)):
            assert watch.has_jumped()
            assert not watch.has_jumped()
            assert scheduler.get_job("often").next_run_time > datetime.now(UTC) + timedelta(hours=4)
            run_all_now(scheduler)
            assert scheduler.get_job("often").next_run_time <= datetime.now(UTC)
        assert watch.has_jumped()
    finally:
        scheduler.shutdown(wait=False)


def test_a_job_that_yields_keeps_what_it_did_before_it_failed(app, only_jobs):
    circle_id = CircleFactory().id

    @only_jobs("long", seconds=1)
    def long():
        for part in ("first", "second", "third"):
            audit.record(f"{part}.part", db.session.get_one(Circle, circle_id), by=None, at=clock.utc_now())
            if part == "third":
                raise ValueError
            yield

    assert tick(app).exit_code == 1
    assert db.session.scalars(db.select(AuditRow.action).order_by(AuditRow.id)).all() == ["first.part", "second.part"]


def test_a_job_that_yields_ends_between_two_parts_when_asked_to(app, only_jobs, monkeypatch):
    done = []
    monkeypatch.setattr("app.jobs.running.is_stopping", lambda: bool(done))

    @only_jobs("long", seconds=1)
    def long():
        for part in range(3):
            done.append(part)
            yield

    assert tick(app).exit_code == 0
    assert done == [0]
