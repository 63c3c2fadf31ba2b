"""Direct changes of circulated minutes: agreements that were given before no longer count for early approval."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.accounts.models import Person
from app.database import db
from forums.minutes import queries
from forums.minutes.models import Minutes, MinutesState, TextChange
from forums.minutes.rules import is_same_text, window_after_change
from forums.review.queries import has_agreed_since


def hold(session_id: UUID) -> Minutes | None:
    """Return the latest minutes, locked against approval; exclusively if they are circulated, as they then change."""
    newest = queries.newest(session_id, tuple(MinutesState))
    return queries.held_fast(session_id, to_change=newest is not None and newest.state is MinutesState.CIRCULATED)


def note(minutes: Minutes | None, subject_id: UUID, *, before: str, after: str, by: Person, at: datetime) -> None:
    """Keep that the text of a passage or decision was changed; does nothing unless the minutes are circulated.

    A change that is taken back before parties are notified is forgotten, unless a party agreed with it meanwhile.
    """
    if minutes is None or minutes.state is not MinutesState.CIRCULATED or is_same_text(before, after):
        return
    change = queries.unannounced_change(minutes.id, subject_id)
    if change and is_same_text(change.before, after) and not has_agreed_since(minutes.id, change.begun_at):
        db.session.delete(change)
        return
    if change is None:
        change = TextChange(minutes_id=minutes.id, subject_id=subject_id, before=before, begun_at=at)
    change.after, change.changed_at, change.by_id = after, at, by.id
    db.session.add(change)
    if minutes.correction_until is not None:
        minutes.correction_until = window_after_change(minutes.correction_until, at, minutes.session.zone)
    db.session.flush()
