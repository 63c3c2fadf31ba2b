"""The job that drafts the scheduled digests."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import structlog

from app import clock
from app.database import db
from app.jobs import job
from insights.digests.jobs import draft_and_notify
from insights.digests.rules import period_with
from insights.digests.scope import named, was_over
from insights.schedules import queries
from insights.schedules.models import DigestSchedule

log = structlog.get_logger()


@job("digest-schedules", "cron", hour=5, minute=35)
def draft_scheduled() -> Iterator[None]:
    """Draft the last whole period of each schedule, each in a transaction of its own; fail after all if one failed."""
    failed: Exception | None = None
    for schedule_id in queries.every():
        try:
            with db.session.begin_nested():
                _draft(schedule_id)
        except Exception as error:  # one schedule must not stop those after it
            log.exception("digest_schedule.failed", schedule=str(schedule_id), kind=type(error).__name__)
            failed = error
        yield
    if failed:
        raise failed


def _draft(schedule_id: UUID) -> None:
    """Draft the last whole period of a schedule, unless that ended before the schedule was made.

    Nothing is drafted about what was over before the period began.
    """
    schedule = db.session.get(DigestSchedule, schedule_id)
    if schedule is None:
        return
    period = period_with(schedule.kind.value, clock.today()).before
    about = named(schedule.scope)
    if period.until >= clock.local_date(schedule.created_at) and not was_over(about, period.since):
        draft_and_notify(period, about)
