"""Jobs of circular decisions: closing those whose time is over, and reminding silent seats a working day before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.calendars.queries import holiday_lookup
from app.clock import utc_now
from app.jobs import job
from forums.circular import closing, notices, queries
from forums.circular.rules import reminder_day

FURTHEST = timedelta(days=200)


@job("circulars_close", "cron", minute="*/5")
def close_circulars() -> Iterator[None]:
    """Close the circulars whose time to vote is over."""
    now = utc_now()
    for circular_id in queries.circulating(until=now):
        circular = queries.circular_for_act(circular_id)
        if circular:
            closing.close(circular, at=now)
            yield


@job("circulars_reminders", "cron", hour="7-17", minute=15)
def remind_silent_seats() -> Iterator[None]:
    """Remind the seats that have not voted, once for each end, from a working day before it."""
    now = utc_now()
    waiting = queries.circulating()
    if not waiting:
        return
    holiday_on = holiday_lookup(now.date(), (now + FURTHEST).date())
    for circular_id in waiting:
        circular = queries.circular_for_act(circular_id)
        if circular is None or not circular.takes_votes(now):
            continue
        if now.astimezone(circular.zone).date() >= reminder_day(circular.ends_at, circular.zone, holiday_on):
            notices.remind(circular, key=f"ends:{circular.ends_at.isoformat()}")
            yield
