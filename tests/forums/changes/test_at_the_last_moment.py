"""Undoing in the moment in which people are told: they hear of the change, or it is undone, never both."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep

from sqlalchemy import func, select

from app.accounts.models import Person
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.errors import RuleViolation
from app.mail.outbox.models import Mail
from forums.changes import actions, acts
from forums.changes.models import Change, ChangeKind
from forums.changes.rules import Shift
from forums.invitations.change_notices import send_pending
from forums.invitations.models import ChangeNotice
from forums.invitations.rules import PATIENCE

HEAD_STARTS = (0, 0.01, -0.01, 0.03, -0.03, 0)
"""Seconds by which undoing begins earlier."""


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def shifted(course, at):
    """Shift all sessions by a day; return the change's id."""
    by, first = course.coordinator, course.sessions[0]
    act = {"minutes": None, "reason": "x", "by": by, "at": at}
    made = actions.attempt(
        course.forum, ChangeKind.SHIFTED, lambda: acts.shift(first, None, Shift(days=1), **act), by=by, at=at
    )
    db.session.commit()
    return made.change.id


def test_undoing_wins_or_is_refused_while_people_are_told(course, app, clock):
    forum_id, by_id = course.forum.id, course.coordinator.id
    for head_start in HEAD_STARTS:
        at, mails = utc_now(), count(Mail)
        change_id, together = shifted(course, at), Barrier(2)
        before = [one.starts_at for one in course.sessions]
        db.session.rollback()

        def undo(change_id=change_id, at=at, together=together, later=-head_start):
            with app.app_context():
                together.wait()
                sleep(max(0, later))
                try:
                    with transaction():
                        change, by = db.session.get_one(Change, change_id), db.session.get_one(Person, by_id)
                        actions.undo(change, by=by, at=at + PATIENCE - timedelta(microseconds=1))
                except RuleViolation as refusal:
                    return str(refusal.message)
                finally:
                    db.session.remove()

        def tell(at=at, together=together, later=head_start):
            with app.app_context():
                together.wait()
                sleep(max(0, later))
                try:
                    with transaction():
                        return send_pending(forum_id, at=at + PATIENCE)
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(2) as pool:
            undoing, telling = pool.submit(undo), pool.submit(tell)
            refused, told = undoing.result(), telling.result()
        db.session.expire_all()
        undone = db.session.get_one(Change, change_id).undone_at is not None
        assert undone is (refused is None) is (told == 0)
        assert count(Mail) - mails == told
        assert count(ChangeNotice) == 0
        assert ([one.starts_at for one in course.sessions] == before) is not undone
        assert undone or told == 6
        assert undone or "minute" in refused or "menit" in refused
        db.session.commit()
        clock.shift(timedelta(minutes=2))
