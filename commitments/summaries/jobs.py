"""The job that sends weekly summaries."""

from __future__ import annotations

from collections.abc import Iterator

from app import clock
from app.database import db
from app.jobs import job
from commitments.summaries import actions, notices, queries
from commitments.summaries.models import SummaryWeek
from commitments.summaries.rules import SENT_AT, monday_of, parts_of, sunday_of

TOGETHER = 20
"""Organisations per transaction, so that other writers get the database every few tenths of a second."""


@job("summaries", "cron", day_of_week="mon", hour=SENT_AT.hour, minute=0)
def send_summaries() -> Iterator[None]:
    """Send the people of organisations what is late, due this week or unanswered, once per person and week.

    Whoever has nothing of that receives no mail. After an outage, the summaries of the present week are sent late.
    """
    now = clock.utc_now()
    today, monday = clock.today(), monday_of(now.astimezone(clock.zone()))
    if queries.is_queued(monday):
        return
    last = None
    while some := queries.organisations_to_tell(sunday_of(today), today, last, TOGETHER):
        for organisation_id in some:
            rows = queries.owed_by(organisation_id, sunday_of(today), today)
            for person in queries.recipients(organisation_id, rows):
                notices.summary(actions.of(person), parts_of(rows, today), monday)
        last = some[-1]
        yield
    db.session.add(SummaryWeek(monday=monday, queued_at=now))
