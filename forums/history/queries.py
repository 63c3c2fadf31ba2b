"""Forums, sessions, attendance and decisions as they were at a past instant, reconstructed from the audit log."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from app.audit.models import AuditPersonal, AuditRow
from app.audit.queries import done_since
from app.audit.rules import UNKNOWN, undone
from app.circles.models import Circle, Seat
from app.database import db
from app.organisations.models import Sector
from forums.attendance.models import Attendance
from forums.decisions.models import Decision
from forums.history.rules import FORUM_ACTS, SESSION_ACTS, forum_was, presence_at, session_was
from forums.scheduling.models import Forum, Series, Session, SessionState


class ForumThen(NamedTuple):
    """A forum as it was; `shown` is its current name, `name` and `classification` may be UNKNOWN."""

    id: UUID
    circle_id: UUID
    slug: str
    shown: str
    name: str
    archived: bool
    classification: str
    changed_since: bool
    """Whether its charter or seats were changed after that instant."""


class SessionThen(NamedTuple):
    """A session as it was; the fields from `state` on may be UNKNOWN."""

    id: UUID
    forum_id: UUID
    number: int
    timezone: str
    measured_by: dict[str, Any] | None
    state: str
    starts_at: datetime
    proposed_starts_at: datetime | None
    merge_proposed: bool
    because: str
    place: str


class Presence(NamedTuple):
    """The recorded presence of one seat: of a participant, or of the seat without a named participant."""

    session_id: UUID
    seat_id: UUID
    sector: Sector
    observer: bool
    presence: str


class DecisionThen(NamedTuple):
    """The wording of a decision as it was; `text` and `how` may be UNKNOWN. `quorum_met` never changes."""

    id: UUID
    code: str
    forum_id: UUID
    quorum_met: bool
    text: str
    how: str


def forums_at(moment: datetime, circles: Select[UUID]) -> list[ForumThen]:
    """Return the forums that existed at `moment`."""
    columns = (Forum.id, Forum.circle_id, Forum.slug, Forum.name, Forum.archived_at, Circle.classification)
    query = select(*columns).join(Circle, Circle.id == Forum.circle_id)
    query = query.where(Forum.circle_id.in_(circles), Forum.created_at <= moment)
    later = done_since(Forum, moment, actions=FORUM_ACTS, circles=circles)
    found = []
    for row in db.session.execute(query):
        acts = later.get(row.id, [])
        present = {
            "name": row.name,
            "archived": row.archived_at is not None,
            "classification": row.classification.value,
        }
        then = undone(present, [forum_was(act.action, act.details) for act in acts])
        changed = any(act.action == "forum.changed" for act in acts)
        found.append(ForumThen(row.id, row.circle_id, row.slug, row.name, **then, changed_since=changed))
    return found


def sessions_moved_since(moment: datetime, circles: Select[UUID]) -> list[SessionThen]:
    """Return the state at `moment` of the sessions that were changed since; those created since are left out."""
    later = done_since(Session, moment, actions=SESSION_ACTS, circles=circles)
    query = _sessions(circles).where(_changed_since(moment), existed_at(moment))
    found = []
    for row in db.session.execute(query):
        was = [session_was(act.action, act.details) for act in later[row.id]]
        found.append(_session(row, was))
    return found


def _session(row: Any, was: Iterable[dict[str, Any]] = ()) -> SessionThen:
    present = {
        "state": row.state.value,
        "starts_at": row.starts_at,
        "proposed_starts_at": row.proposed_starts_at,
        "merge_proposed": row.merge_proposed,
        "because": row.because,
        "place": row.place,
    }
    then = undone(present, was)
    for name in ("starts_at", "proposed_starts_at"):
        if isinstance(then[name], str):
            then[name] = datetime.fromisoformat(then[name]).astimezone(UTC)
    return SessionThen(row.id, row.forum_id, row.number, row.timezone, row.measured_by, **then)


def sessions_unchanged_since(
    moment: datetime, circles: Select[UUID], *conditions: ColumnElement[bool], most: int | None = None
) -> list[SessionThen]:
    """Return sessions unchanged since `moment` that meet `conditions`, ordered by time; at most `most`."""
    query = _sessions(circles).where(~_changed_since(moment), existed_at(moment), *conditions)
    return [_session(row) for row in db.session.execute(query.order_by(Session.starts_at, Session.id).limit(most))]


def is_unsure_of_sessions(moment: datetime, circles: Select[UUID]) -> bool:
    """Whether there are sessions starting after `moment` for which nothing shows that they existed at that time."""
    made_later = select(Series.id).where(Series.id == Session.series_id, Series.created_at > moment).exists()
    query = select(Session.id).join(Session.forum).where(Forum.circle_id.in_(circles), Forum.created_at <= moment)
    shown = func.coalesce(existed_at(moment), false())
    query = query.where(Session.made_at.is_(None), Session.starts_at >= moment, ~shown, ~made_later)
    return db.session.scalar(query.where(Session.series_id.is_not(None)).limit(1)) is not None


def _sessions(circles: Select[UUID]) -> Select[Any]:
    own = (Session.id, Session.forum_id, Session.number, Session.timezone, Session.measured_by)
    proposed = (Session.proposed_starts_at, Session.merge_proposed)
    return (
        select(*own, Session.state, Session.starts_at, *proposed, Session.because, Session.place)
        .join(Session.forum)
        .where(Forum.circle_id.in_(circles))
    )


def _changed_since(moment: datetime) -> ColumnElement[bool]:
    acts = select(AuditRow.id).where(AuditRow.subject_type == Session.__name__, AuditRow.subject_id == Session.id)
    return acts.where(AuditRow.at > moment, AuditRow.action.in_(list(SESSION_ACTS))).exists()


def existed_at(moment: datetime) -> ColumnElement[bool]:
    """Return the condition that a session certainly existed at `moment`.

    Sessions without `made_at` existed when the first session with it was created; before that, invitations, opening or
    the audit log must show it.
    """
    first = db.session.scalar(select(func.min(Session.made_at)))
    added = select(AuditRow.id).where(
        AuditRow.subject_type == Session.__name__, AuditRow.subject_id == Session.id, AuditRow.at <= moment
    )
    shown = or_(Session.invited_at <= moment, Session.opened_at <= moment, added.exists())
    always = true() if first is not None and first <= moment else false()
    return or_(Session.made_at <= moment, and_(Session.made_at.is_(None), or_(always, shown)))


def is_held_within(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Return the condition that a session was held and began between two instants."""
    return and_(Session.state == SessionState.HELD, Session.starts_at.between(since, until))


def is_to_come(moment: datetime) -> ColumnElement[bool]:
    """Return the condition that a session is planned and begins at `moment` or later."""
    return and_(Session.state == SessionState.PLANNED, Session.starts_at >= moment)


def presences_at(
    moment: datetime, session_ids: Collection[UUID], circles: Select[UUID]
) -> tuple[list[Presence], set[UUID]]:
    """Return the attendance recorded at `moment` for some sessions, and the sessions for which it is unknown."""
    later = done_since(Session, moment, actions=["attendance.recorded"], circles=circles).keys() & set(session_ids)
    columns = (Attendance.session_id, Attendance.seat_id, Seat.sector, Seat.observer, Attendance.presence)
    query = select(*columns).join(Seat, Seat.id == Attendance.seat_id)
    unchanged = query.where(Attendance.session_id.in_(set(session_ids) - later))
    found = [Presence(*row[:4], row.presence.value) for row in db.session.execute(unchanged)]
    if not later:
        return found, set()
    recorded, unknown = _recorded(moment, later)
    seats = {seat.id: seat for seat in db.session.scalars(select(Seat).where(Seat.circle_id.in_(circles)))}
    for session_id, rows in recorded.items():
        for (seat_id, _participant), presence in presence_at(rows).items():
            seat = seats[UUID(seat_id)]
            found.append(Presence(session_id, seat.id, seat.sector, seat.observer, presence))
    return found, unknown


def _recorded(moment: datetime, session_ids: Collection[UUID]) -> tuple[dict[UUID, list[Any]], set[UUID]]:
    query = select(AuditRow.subject_id, AuditRow.details).where(
        AuditRow.subject_type == Session.__name__,
        AuditRow.subject_id.in_(session_ids),
        AuditRow.action == "attendance.recorded",
        AuditRow.at <= moment,
    )
    found: dict[UUID, list[Any]] = {session_id: [] for session_id in session_ids}
    unknown = set()
    for session_id, details in db.session.execute(query.order_by(AuditRow.at, AuditRow.id)):
        if "rows" in details:
            found[session_id].append(details["rows"])
        else:
            unknown.add(session_id)
    return {session_id: rows for session_id, rows in found.items() if session_id not in unknown}, unknown


def decisions_at(
    moment: datetime, circles: Select[UUID], since: datetime, until: datetime, *conditions: ColumnElement[bool]
) -> list[DecisionThen]:
    """Return the decisions taken between two instants that meet `conditions`, as worded at `moment`, by code."""
    query = (
        select(Decision)
        .join(Decision.forum)
        .where(Forum.circle_id.in_(circles), Decision.decided_at.between(since, until), *conditions)
        .order_by(Decision.code)
    )
    later = done_since(Decision, moment, actions=["decision.changed"], circles=circles)
    texts = _texts([act.id for acts in later.values() for act in acts])
    found = []
    for one in db.session.scalars(query):
        was = [
            {"text": texts.get(act.id, UNKNOWN), **act.details.get("was", {"how": UNKNOWN})}
            for act in later.get(one.id, [])
        ]
        then = undone({"text": one.text, "how": one.how.value}, was)
        found.append(DecisionThen(one.id, one.code, one.forum_id, one.quorum_met, **then))
    return found


def _texts(row_ids: Collection[int]) -> dict[int, str]:
    """Return the wording before each change of a decision, by audit row id; erased rows are missing."""
    query = select(AuditPersonal.row_id, AuditPersonal.details).where(AuditPersonal.row_id.in_(row_ids))
    return {row_id: details["before"] for row_id, details in db.session.execute(query)} if row_ids else {}
