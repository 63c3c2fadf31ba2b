"""What calendars that are subscribed to are known by while schedules change and are put back."""

import re

from sqlalchemy import func, select

from app.database import db
from forums.changes.models import Change
from forums.scheduling.models import Forum, Session
from tests.forums.changes.confirming import confirmed
from tests.forums.changes.test_changes import RESCHEDULE, reschedule_form


def test_what_was_undone_leaves_no_version_that_another_schedule_could_have(course, as_user, client):
    shown = as_user(course.partner).post("forums.feeds.subscribe", status=200).soup.find("input", id="feed")["value"]
    path = re.sub(r"^https?://[^/]+", "", shown)
    coordinator, slug, before = as_user(course.coordinator), course.forum.slug, course.forum.version
    marks = [client.get(path).headers["ETag"]]
    for days in ("MO,WE", "TU,FR"):
        form = reschedule_form(course, repeat="own", rule=f"FREQ=WEEKLY;BYDAY={days}")
        confirmed(coordinator, RESCHEDULE, form, slug=slug)
        made = db.session.scalar(select(func.count()).select_from(Session)) - len(course.sessions)
        assert made > len(course.sessions), "sums of versions could meet"
        marks.append(client.get(path).headers["ETag"])
        change = db.session.scalars(select(Change).where(Change.undone_at.is_(None))).one()
        coordinator.post("forums.changes.undo", change_id=change.id)
        marks.append(client.get(path).headers["ETag"])
    assert len(set(marks)) == len(marks)
    assert db.session.scalar(select(Forum.version).where(Forum.slug == slug)) == before + 2
