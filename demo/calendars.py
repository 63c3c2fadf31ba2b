"""A personal calendar in the demo, so that the search for a time shows a busy person."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.calendars.busy import Period
from app.calendars.recurrence import find_zone, to_instant
from app.clock import local_date
from demo.parties import Parties
from forums.busy import actions

ADDRESS = "https://kalender.dinkes.example/privat-contoh/kalender.ics"
WEEKS = 26
TRAINING = 2
"""The number of weeks, from next Monday on, with a training on each working day."""
APPOINTMENTS = ((0, time(9), 120), (2, time(13), 90), (3, time(8), 120), (4, time(10), 60))
"""Weekly appointments: day of the week, start and minutes."""
NEVER = timedelta(days=36500)


def add_busy_times(parties: Parties, now: datetime) -> None:
    """Add a calendar for the contact of the health agency, as if it had just been read; it is never fetched."""
    person, today = parties.people["narahubung@dinkes.example"], local_date(now)
    monday = today + timedelta(days=7 - today.weekday())
    taken = [(week * 7 + day, time(8), 480) for week in range(TRAINING) for day in range(5)]
    taken += [(week * 7 + day, begins, minutes) for week in range(WEEKS) for day, begins, minutes in APPOINTMENTS]
    feed = actions.add(person, ADDRESS, at=now)
    periods = [_period(monday + timedelta(days=days), begins, minutes) for days, begins, minutes in taken]
    actions.keep(feed.id, actions.Reading(periods), at=now)
    feed.due_at = now + NEVER  # there is no such server


def _period(day: date, begins: time, minutes: int) -> Period:
    starts_at = to_instant(datetime.combine(day, begins), find_zone("Asia/Jakarta"))
    return Period(starts_at, starts_at + timedelta(minutes=minutes))
