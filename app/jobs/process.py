"""The process that runs every job in its time: waits for the lead, catches up, then fires until it ends."""

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
from app.jobs.stopping import asked_to_stop, is_stopping
from config import Settings

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = structlog.get_logger()

BEAT = 10
"""Seconds between two signs of life, which is also how long a lost lead may go unnoticed."""
PATIENCE = 2
"""Seconds between two tries to take the lead."""
RETRY = timedelta(minutes=5)
"""When a job that failed, or still ran when its turn came, is tried again, unless its turn comes sooner."""
JUMP = 30
"""Seconds by which the clock must be set before it counts as a jump."""


def run(app: Flask) -> None:
    """Run jobs whenever this process leads, until SIGTERM or SIGINT; running ones are finished first."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_arguments: asked_to_stop.set())
    lock = leader_lock(app)
    log.info("scheduler.waiting")
    while not is_stopping():
        if lock.acquire():
            try:
                _lead(app, lock)
            finally:
                lock.release()
        else:
            asked_to_stop.wait(PATIENCE)
    log.info("scheduler.ended")


def _lead(app: Flask, lock: Lock) -> None:
    """Run jobs until the lead is lost or the process ends."""
    log.info("scheduler.leading")
    zone = zone_of(app)
    scheduler = make_scheduler(app)
    try_beat(app)
    scheduler.start()
    watch = Watch()
    try:
        while not asked_to_stop.wait(BEAT) and lock.holds():
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
    """Tells whether the clock was set, in either direction, since it was asked last."""

    def __init__(self) -> None:
        self.offset = self._offset()

    def has_jumped(self) -> bool:
        """Whether the clock went otherwise than time did."""
        before, self.offset = self.offset, self._offset()
        return abs(self.offset - before) > JUMP

    @staticmethod
    def _offset() -> float:
        return time.time() - time.monotonic()


def run_all_now(scheduler: BackgroundScheduler) -> None:
    """Let every job run at once and go on from there: after the clock was set back, its next turn may be hours away."""
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
    """Return a scheduler with all jobs, each of which also runs at once: an outage may have made anything due.

    However late a job is, it runs: what it does is found in the database. One whose turn comes while it still runs may
    have begun before the clock was set, and has its turn soon after.
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
    """Let a job have its turn soon, not only at its next hour or day."""
    again = datetime.now(UTC) + RETRY
    planned = scheduler.get_job(name)
    if planned and planned.next_run_time and planned.next_run_time > again:
        planned.modify(next_run_time=again)


def try_beat(app: Flask) -> None:
    """Give the sign of life unless the database is away, which must end neither the lead nor this process."""
    with suppress(SQLAlchemyError):
        beat(app)


def beat(app: Flask) -> None:
    """Write the sign of life that /readyz reads."""
    values: dict[str, Any] = {"leader": f"{socket.gethostname()}:{os.getpid()}"[:120], "at": datetime.now(UTC)}
    with app.app_context(), transaction():
        row = db.session.scalar(select(Heartbeat).where(Heartbeat.name == "scheduler"))
        if row is None:
            row = Heartbeat(name="scheduler", **values)
            db.session.add(row)
        for name, value in values.items():
            setattr(row, name, value)
