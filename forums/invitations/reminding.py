"""Reminders to invitees who have not answered: on the days that a forum has set, or by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from app import audit
from app.accounts.models import Person
from forums.agenda.queries import announced
from forums.invitations import notices, queries, recipients
from forums.invitations.actions import check_open
from forums.invitations.models import AnswerState
from forums.invitations.notices import Occasion
from forums.invitations.queries import Invited
from forums.scheduling.models import Session

FRESH = timedelta(hours=20)
"""No automatic reminder is sent this soon after the invitation."""


def waiting(session: Session) -> list[Invited]:
    """Return the reachable invitees who have not answered or are not sure."""
    undecided = {AnswerState.NEEDS_ACTION, AnswerState.TENTATIVE}
    invited = queries.effective_answers(session)
    return [one for one in invited if one.state in undecided and recipients.is_in_reach(one.invitation)]


def by_step(session: Session, days: int, *, at: datetime) -> None:
    """Remind undecided invitees `days` before the session, once per step."""
    old = [one for one in waiting(session) if one.invitation.sent_at + FRESH <= at]
    _remind(session, old, step=f"T-{days}", at=at)


def by_hand(session: Session, *, by: Person, at: datetime) -> int:
    """Remind all undecided invitees, each at most once a day; return how many are undecided.

    Raises RuleViolation if invitations to the session cannot be answered.
    """
    check_open(session, at=at)
    found = waiting(session)
    if found:
        _remind(session, found, step=f"{at.astimezone(session.zone):%Y%m%d}", at=at)
        audit.record("session.reminded", session, by=by, at=at, people=len(found))
    return len(found)


def _remind(session: Session, invited: Iterable[Invited], *, step: str, at: datetime) -> None:
    agenda = announced(session)
    occasion = Occasion(session=session, kind="reminded", sequence=0, at=at, agenda=agenda)
    for one in invited:
        notices.remind(occasion, one.invitation, step=step, answer=one.state)
