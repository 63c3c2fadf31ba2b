"""Jobs of the review of minutes: reminders to silent parties and to those who can approve, and changes of the text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.calendars.queries import holiday_lookup
from app.clock import utc_now
from app.jobs import job
from forums.minutes.models import MinutesState
from forums.minutes.queries import held_fast, minutes_for_act
from forums.minutes.writing import STRETCH
from forums.review import notices, queries, reminding

FURTHEST = timedelta(days=15)
"""The earliest reminder before the end of a window: two days, and the holidays before them."""
LONGEST = timedelta(hours=1)
"""How long changes of circulated minutes can go on before the parties are notified of those made so far."""


@job("minutes_reminders", "cron", hour="8-16", minute=20)
def remind_silent_parties() -> Iterator[None]:
    """Remind parties that have not answered, on a working day two days before the end of the window, once."""
    now = utc_now()
    holiday_on = holiday_lookup(now.date(), (now + FURTHEST).date())
    for minutes_id in queries.circulated(now, now + FURTHEST):
        minutes = minutes_for_act(minutes_id)
        if minutes and reminding.is_due(minutes, holiday_on, at=now):
            notices.remind(minutes)
            yield


@job("minutes_changes", "cron", minute="*/5")
def notify_of_changed_texts() -> Iterator[None]:
    """Notify the parties that had agreed of direct changes of circulated minutes, once these rest or go on for long."""
    now = utc_now()
    for minutes_id in queries.with_changes_to_announce(rested_since=now - STRETCH, begun_before=now - LONGEST):
        minutes = minutes_for_act(minutes_id)
        if minutes:
            held_fast(minutes.session_id, to_change=True)
            changes = queries.unannounced_changes(minutes_id)
            if changes and minutes.state is MinutesState.CIRCULATED:
                notices.text_changed(minutes, changes)
            for change in changes:
                change.announced_at = now
            yield


@job("minutes_to_approve", "cron", hour="6-20", minute=25)
def remind_approvers() -> Iterator[None]:
    """Notify presiders that minutes can be approved, and deputies that they may do so; once each."""
    now = utc_now()
    for minutes_id in queries.circulated():
        minutes = minutes_for_act(minutes_id)
        if minutes:
            reminding.remind_approvers(minutes, at=now)
            yield
