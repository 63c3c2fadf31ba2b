"""The job that drafts the scheduled digests."""

from __future__ import annotations

from app import clock
from app.jobs import job
from forums.scheduling.models import Forum
from insights.digests.jobs import draft_and_notify
from insights.digests.rules import period_with
from insights.digests.scope import named
from insights.schedules import queries


@job("digest-schedules", "cron", hour=5, minute=35)
def draft_scheduled() -> None:
    """Draft the last whole period of each schedule, unless it ended before the schedule was made.

    That of an archived forum is not drafted.
    """
    for schedule in queries.every():
        period = period_with(schedule.kind.value, clock.today()).before
        about = named(schedule.scope)
        if period.until < clock.local_date(schedule.created_at) or (isinstance(about, Forum) and about.archived_at):
            continue
        draft_and_notify(period, about)
