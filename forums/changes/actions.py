"""Actions on changes: run an act in one transaction, store what it changed, and undo it within a minute."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
from app.database import db
from app.errors import RuleViolation
from forums.changes.change_set import NOTIFIED, Outcome, put_back, watching
from forums.changes.models import Change, ChangeKind
from forums.invitations.rules import PATIENCE
from forums.scheduling.models import Forum, Session


class Attempt(NamedTuple):
    """The result of an act: its outcome, whether it was applied, and the stored change if any row changed."""

    outcome: Outcome
    stands: bool
    change: Change | None = None


class _RolledBackError(Exception):
    """Raised to roll back an act that was only previewed."""


def attempt(
    forum: Forum,
    kind: ChangeKind,
    act: Callable[[], object],
    *,
    by: Person,
    at: datetime,
    reason: str = "",
    keeps: Callable[[Outcome], bool] = lambda _outcome: True,
) -> Attempt:
    """Run an act and apply it as one undoable change if `keeps` accepts its outcome.

    Otherwise roll it back and return only the outcome. Raises RuleViolation as the act does.
    """
    outcome = None
    try:
        with db.session.begin_nested():
            with watching(forum, at=at) as outcome:
                act()
            if not keeps(outcome):
                raise _RolledBackError
    except _RolledBackError:
        assert outcome is not None, "it was found out before"
        return Attempt(outcome, stands=False)
    change = _kept(forum, kind, outcome, by=by, at=at, reason=reason) if outcome.rows else None
    return Attempt(outcome, True, change)


def undo(change: Change, *, by: Person, at: datetime) -> None:
    """Restore everything as it was before a change that no one has been notified of yet.

    Raises RuleViolation later than that.
    """
    db.session.execute(select(Forum.id).where(Forum.id == change.forum_id).with_for_update())
    db.session.refresh(change, ["undone_at", "rows"])
    if change.undone_at:
        raise RuleViolation(_l("This change has already been undone"))
    if not change.is_undoable(at):
        raise RuleViolation(NOTIFIED)
    rows, touched = change.rows, [UUID(one["id"]) for one in change.sessions]
    facts = {one.id: one.facts for one in _sessions(touched)}
    put_back(rows, since=change.at)
    if any(row["table"] == Session.__tablename__ and row["before"] is None for row in rows):
        # Calendars compare the sum of the versions of a forum's sessions, which decreases when sessions are deleted.
        db.session.execute(update(Forum).where(Forum.id == change.forum_id).values(version=Forum.version + 1))
    change.undone_at, change.undone_by_id, change.rows, change.people = at, by.id, [], 0
    audit.record("change.undone", change, by=by, at=at)
    for session in _sessions(touched):
        was = differing(facts[session.id], session.facts) if session.id in facts else {}
        audit.record("session.put_back", session, by=by, at=at, was=was)


def _sessions(ids: Sequence[UUID]) -> Sequence[Session]:
    return db.session.scalars(select(Session).where(Session.id.in_(ids))).all()


def forget_rows(*, at: datetime) -> None:
    """Clear the stored rows of changes that can no longer be undone."""
    old = Change.at < at - PATIENCE * 2
    recent = Change.at > at - PATIENCE * 60 * 24
    db.session.execute(update(Change).where(old, recent).values(rows=[]))


def change_of(forum: Forum, kind: ChangeKind, outcome: Outcome, *, by: Person, at: datetime, reason: str) -> Change:
    """Return an outcome as a Change that is not in the database session yet."""
    return Change(
        forum=forum,
        forum_id=forum.id,
        kind=kind,
        by_id=by.id,
        at=at,
        reason=reason[:300],
        people=outcome.people,
        sessions=outcome.sessions,
        rows=outcome.rows,
    )


def _kept(forum: Forum, kind: ChangeKind, outcome: Outcome, *, by: Person, at: datetime, reason: str) -> Change:
    change = change_of(forum, kind, outcome, by=by, at=at, reason=reason)
    db.session.add(change)
    audit.record(f"change.{kind.value}", change, by=by, at=at, sessions=len(outcome.sessions), reason=reason)
    return change
