"""Actions: choose about which topics one gets mail, and in which hours it waits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from app import audit
from app.accounts.models import Person
from app.calendars.queries import working_hours
from app.calendars.working_hours import QuietHours
from app.database import db
from app.mail.notifications import queries
from app.mail.notifications.models import MailOptOut, MailTimes
from app.mail.notifications.topics import topics


def choose(person: Person, wanted: Collection[str], *, at: datetime) -> None:
    """Send a person mail about `wanted` topics, and about no other one that can be switched off."""
    off = {one.name for one in topics()} - set(wanted)
    before = queries.switched_off(person.id)
    if off == before:
        return
    db.session.execute(delete(MailOptOut).where(MailOptOut.person_id == person.id, MailOptOut.topic.not_in(off)))
    db.session.add_all(MailOptOut(person_id=person.id, topic=name, at=at) for name in sorted(off - before))
    audit.record("notifications.chosen", person, by=person, at=at)


def choose_hours(person: Person, quiet: QuietHours, *, at: datetime) -> None:
    """Let mail to a person wait in these hours from now on; what waits already keeps its time.

    Hours that equal those of the city follow them when they change.
    """
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    times, city = queries.times_of(person.id), working_hours().quiet
    if quiet == (times.quiet(city) if times else city):
        return
    if times is None:
        times = MailTimes(person_id=person.id)
        db.session.add(times)
    own = (quiet.starts, quiet.ends) != (city.starts, city.ends)
    times.quiet_starts, times.quiet_ends = (quiet.starts, quiet.ends) if own else (None, None)
    times.quiet_days_off = quiet.days_off
    audit.record("notifications.hours_chosen", person, by=person, at=at)


def switch_off(person: Person, topic: str, *, at: datetime) -> None:
    """Send a person no more mail about one topic."""
    off = queries.switched_off(person.id) | {topic}
    choose(person, {one.name for one in topics()} - off, at=at)
