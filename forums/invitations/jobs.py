"""Invitations and reminders go out by themselves; whatever an outage swallowed is made up for once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from app.clock import utc_now
from app.scheduler import job
from forums.agenda.models import ItemState
from forums.agenda.queries import items_in
from forums.invitations import actions, notices, queries, recipients, telling
from forums.invitations.models import AnswerState
from forums.invitations.notices import Occasion
from forums.invitations.rules import REMINDER_DAYS, reminder_days
from forums.scheduling.models import Session

FRESH = timedelta(hours=20)
"""Whoever got the invitation this short ago is not reminded yet."""


@job("invitations", "cron", hour="6-20", minute=5)
def send_invitations() -> None:
    """Invite to the sessions of the next days."""
    actions.invite_ahead(at=utc_now())


@job("session_changes", seconds=5)
def tell_of_changes() -> Iterator[None]:
    """Tell those who are invited what changed a minute ago or earlier, forum by forum."""
    now = utc_now()
    for forum_id in telling.due_forums(at=now):
        telling.tell_of(forum_id, at=now)
        yield


@job("answer_reminders", "cron", hour="7-20", minute=15)
def remind_those_who_did_not_answer() -> None:
    """Ask those who have not answered again, three days and one day before a session, once each."""
    now = utc_now()
    for session in queries.to_remind(now, now + timedelta(days=max(REMINDER_DAYS) + 1)):
        if days := reminder_days(session.starts_at, now, session.zone):
            _remind(session, days, now)


def _remind(session: Session, days: int, now: datetime) -> None:
    occasion = Occasion(
        session=session, kind="reminded", sequence=0, at=now, agenda=items_in(session.id, ItemState.ACCEPTED)
    )
    for one in queries.effective_answers(session):
        waits = one.state in {AnswerState.NEEDS_ACTION, AnswerState.TENTATIVE}
        if waits and one.invitation.sent_at + FRESH <= now and recipients.is_in_reach(one.invitation):
            notices.remind(occasion, one.invitation, days=days, answer=one.state)
