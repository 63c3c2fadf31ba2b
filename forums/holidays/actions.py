"""Actions that decide on sessions that fall on a holiday, with one change per forum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.calendars.labels import holiday_name
from app.errors import RuleViolation
from app.web.i18n import force_locale
from forums.changes import acts
from forums.changes.actions import attempt
from forums.changes.models import Change, ChangeKind
from forums.holidays.queries import Meeting
from forums.holidays.rules import Decision
from forums.scheduling import session_actions
from forums.scheduling.models import Session


@dataclass(slots=True)
class Decided:
    """The number of sessions decided on, the number for which that was not possible, and one change per forum."""

    done: int = 0
    left: int = 0
    changes: list[Change] = field(default_factory=list)


def decide(meetings: Iterable[Meeting], decision: Decision, *, by: Person, at: datetime) -> Decided:
    """Apply a decision to each session; those for which it is not possible are left undecided."""
    decided = Decided()
    in_order = sorted(meetings, key=lambda one: (one.session.forum_id, one.session.starts_at))
    for _forum_id, together in groupby(in_order, key=lambda one: one.session.forum_id):
        of_forum = list(together)
        act = partial(_decide_each, of_forum, decision, decided, by=by, at=at)
        change = attempt(of_forum[0].session.forum, ChangeKind.CONFIRMED, act, by=by, at=at).change
        decided.changes += [change] if change else []
    return decided


def _decide_each(
    meetings: Iterable[Meeting], decision: Decision, decided: Decided, *, by: Person, at: datetime
) -> None:
    for meeting in meetings:
        try:
            _decide(meeting, decision, by=by, at=at)
        except RuleViolation:
            decided.left += 1
        else:
            decided.done += 1


def _decide(meeting: Meeting, decision: Decision, *, by: Person, at: datetime) -> None:
    session, reason = meeting.session, reason_of(meeting)
    if decision is Decision.ACCEPT:
        if session.proposed_starts_at:
            return session_actions.accept_shift(session, by=by, at=at)
        decision = meeting.proposed
    if decision is Decision.KEEP:
        return _keep(session, reason, by=by, at=at)
    if decision is Decision.SKIP:
        return session_actions.cancel(session, reason=reason, by=by, at=at)
    if decision is Decision.MERGED:
        return acts.merge(session, reason=reason, by=by, at=at)
    starts_at = meeting.ways.to(decision)
    if starts_at is None:
        raise RuleViolation(_l("No working day is available there"))
    minutes = round(session.length.total_seconds() / 60)
    return session_actions.move(session, starts_at=starts_at, minutes=minutes, reason=reason, by=by, at=at)


def _keep(session: Session, reason: str, *, by: Person, at: datetime) -> None:
    if session.awaits_confirmation:
        session_actions.keep_date(session, by=by, at=at)
    else:
        was, session.because = {"because": session.because}, reason
        audit.record("session.date_kept", session, by=by, at=at, was=was)


def reason_of(meeting: Meeting) -> str:
    """Return the name of the holiday as the reason for the decision, in the forum's language."""
    session = meeting.session
    if session.because or meeting.holiday is None:
        return session.because
    with force_locale(session.forum.language):
        return holiday_name(meeting.holiday)[:300]
