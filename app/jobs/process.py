"""The scheduler process: waits for the leader lock, runs all jobs once, then runs each on schedule until stopped."""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.database import db
from app.database.transactions import transaction
from app.jobs.leader import Lock, leader_lock
from app.jobs.models import Heartbeat
from app.jobs.registry import Scheduled, every_job
from app.jobs.running import try_job
from app.jobs.stopping import is_stopping, stop_requested
from config import Settings

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = structlog.get_logger()

BEAT = 10
"""Seconds between two heartbeats, and the longest time for which a lost lock goes unnoticed."""
PATIENCE = 2
"""Seconds between two attempts to acquire the leader lock."""
RETRY = timedelta(minutes=5)
"""How soon to retry a job that failed, or was still running at its scheduled time, unless its next run is sooner."""
JUMP = 30
"""Seconds by which the system clock must differ from elapsed time to count as a jump."""


def run(app: Flask) -> None:
    """Run jobs while this process is the leader, until SIGTERM or SIGINT; jobs in progress are finished first."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_arguments: stop_requested.set())
    lock = leader_lock(app)
    log.info("scheduler.waiting")
    while not is_stopping():
        if lock.acquire():
            try:
                _lead(app, lock)
            finally:
                lock.release()
        else:
            stop_requested.wait(PATIENCE)
    log.info("scheduler.ended")


def _lead(app: Flask, lock: Lock) -> None:
    """Run jobs until the lock is lost or the process is stopped."""
    log.info("scheduler.leading")
    zone = zone_of(app)
    scheduler = make_scheduler(app)
    try_beat(app)
    scheduler.start()
    watch = Watch()
    try:
        while not stop_requested.wait(BEAT) and lock.holds():
            if watch.has_jumped():
                log.warning("scheduler.clock_jumped")
                run_all_now(scheduler)
            if (now := zone_of(app, zone)) != zone:
                log.info("scheduler.zone_changed", zone=now.key)
                zone = now
                reschedule(scheduler, zone)
            try_beat(app)
    finally:
        scheduler.shutdown(wait=True)


class Watch:
    """Detects whether the system clock was set, in either direction, since the last check."""

    def __init__(self) -> None:
        self.offset = self._offset()

    def has_jumped(self) -> bool:
        """Whether the system clock and the monotonic clock diverged since the last call."""
        before, self.offset = self.offset, self._offset()
        return abs(self.offset - before) > JUMP

    @staticmethod
    def _offset() -> float:
        return time.time() - time.monotonic()


def run_all_now(scheduler: BackgroundScheduler) -> None:
    """Run every job immediately: after the clock was set back, its next scheduled run may be hours away."""
    for planned in scheduler.get_jobs():
        planned.modify(next_run_time=datetime.now(UTC))


def zone_of(app: Flask, known: ZoneInfo | None = None) -> ZoneInfo:
    """Return the instance's zone; while the database is away the one that is `known`, or else the environment's."""
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        try:
            with transaction(reads_only=True):
                return clock.zone()
        except SQLAlchemyError:
            return known or settings.zone


def reschedule(scheduler: BackgroundScheduler, zone: ZoneInfo) -> None:
    """Let jobs that run at an hour of the day run at that hour of another zone."""
    for scheduled in every_job():
        if scheduled.trigger == "cron":
            scheduler.reschedule_job(scheduled.name, trigger="cron", timezone=zone, **scheduled.options)


def make_scheduler(app: Flask) -> BackgroundScheduler:
    """Return a scheduler with all jobs, each of which also runs immediately: work may be due after an outage.

    A late job always runs, because it finds its due work in the database. A job that is still running at its next
    scheduled time may have started before the clock was set, so it is retried after `RETRY`.
    """
    from apscheduler.events import EVENT_JOB_MAX_INSTANCES
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    zone = zone_of(app)
    scheduler = BackgroundScheduler(
        timezone=zone,
        executors={"default": ThreadPoolExecutor(4)},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    for scheduled in every_job():
        scheduler.add_job(
            _attempt,
            scheduled.trigger,
            args=(app, scheduler, scheduled),
            id=scheduled.name,
            next_run_time=datetime.now(zone),
            **scheduled.options,
        )
    scheduler.add_listener(lambda event: _again_soon(scheduler, event.job_id), EVENT_JOB_MAX_INSTANCES)
    return scheduler


def _attempt(app: Flask, scheduler: BackgroundScheduler, scheduled: Scheduled) -> None:
    if try_job(app, scheduled):
        _again_soon(scheduler, scheduled.name)


def _again_soon(scheduler: BackgroundScheduler, name: str) -> None:
    """Schedule the next run of a job within `RETRY`, if it would be later."""
    again = datetime.now(UTC) + RETRY
    planned = scheduler.get_job(name)
    if planned and planned.next_run_time and planned.next_run_time > again:
        planned.modify(next_run_time=again)


def try_beat(app: Flask) -> None:
    """Write the heartbeat; database errors are ignored, because an outage must not stop the scheduler."""
    with suppress(SQLAlchemyError):
        beat(app)


def beat(app: Flask) -> None:
    """Write the heartbeat that /readyz reads."""
    values: dict[str, Any] = {"leader": f"{socket.gethostname()}:{os.getpid()}"[:120], "at": datetime.now(UTC)}
    with app.app_context(), transaction():
        row = db.session.scalar(select(Heartbeat).where(Heartbeat.name == "scheduler"))
        if row is None:
            row = Heartbeat(name="scheduler", **values)
            db.session.add(row)
        for name, value in values.items():
            setattr(row, name, value)
