"""The audit rows of the city: one row for each act that its tables show, in the order of time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, Uuid, cast, func, insert, literal, null, select, union_all
from sqlalchemy.orm import aliased

from app.audit.models import AuditRow
from app.database import Model, db
from commitments.delivery.models import Act, Update
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem, ItemState
from forums.attendance.models import Attendance
from forums.decisions.models import Decision
from forums.invitations.models import Invitation
from forums.minutes.models import Minutes
from forums.scheduling.models import Forum, Session, SessionState

COLUMNS = ("at", "action", "actor_id", "subject_type", "subject_id", "circle_id", "details")
ANSWERED = (
    Act.ACCEPTED,
    Act.DECLINED,
    Act.COUNTER_PROPOSED,
    Act.DATE_AGREED,
    Act.PROGRESS,
    Act.SUBMITTED,
    Act.COMMENT,
)
"""The acts of `delivery.actions`, whose audit rows contain the due date and the progress."""
REASONED = (Act.PARTIALLY_MET, Act.RETURNED, Act.CLOSED, Act.CANCELLED, Act.EXTENSION_DENIED)
"""The acts whose audit rows contain the reason."""
BARE = (Act.MET, Act.BLOCKED, Act.UNBLOCKED)


def write() -> int:
    """Add a row for every act that has none yet, and return the number of rows added."""
    acts = union_all(*_acts()).subquery()
    known = aliased(AuditRow)
    existing = select(known.id).where(
        known.subject_type == acts.c.subject_type,
        known.subject_id == acts.c.subject_id,
        known.action == acts.c.action,
    )
    missing = select(*(acts.c[name] for name in COLUMNS)).where(~existing.exists()).order_by(acts.c.at, acts.c.action)
    before = db.session.scalar(select(func.max(AuditRow.id))) or 0
    db.session.execute(insert(AuditRow).from_select(COLUMNS, missing))
    return db.session.scalar(select(func.count()).where(AuditRow.id > before)) or 0


def _acts() -> list[Select[Any]]:
    return [
        *_sessions(),
        *_minutes(),
        _of_session("decision.taken", Decision, Decision.decided_at, Decision.recorded_by_id),
        *_commitments(),
    ]


def _act(
    action: str,
    subject: type[Model],
    at: Any,
    actor_id: Any = None,
    *,
    circle_id: Any = Forum.circle_id,
    details: Any = None,
) -> Select[Any]:
    return select(
        at.label("at"),
        literal(action).label("action"),
        (cast(null(), Uuid()) if actor_id is None else actor_id).label("actor_id"),
        literal(subject.__name__).label("subject_type"),
        subject.id.label("subject_id"),
        circle_id.label("circle_id"),
        (_json() if details is None else details).label("details"),
    ).where(at.is_not(None))


def _of_session(action: str, subject: Any, at: Any, actor_id: Any, **more: Any) -> Select[Any]:
    chosen = _act(action, subject, at, actor_id, **more).select_from(subject)
    return chosen.join(Session, Session.id == subject.session_id).join(Forum, Forum.id == Session.forum_id)


def _sessions() -> list[Select[Any]]:
    was_planned = _json("was", _json("state", literal(SessionState.PLANNED.value)))
    invited = Invitation.session_id == Session.id
    people = select(func.count()).where(invited).scalar_subquery()
    sequence = select(func.min(Invitation.sequence)).where(invited).scalar_subquery()
    recorded_at = select(func.min(Attendance.recorded_at)).where(Attendance.session_id == Session.id).scalar_subquery()
    acts = [
        _act("session.invited", Session, Session.invited_at, details=_json("people", people, "sequence", sequence)),
        _act("session.opened", Session, Session.opened_at, Session.presider_id, details=_json("was", _json())),
        _act("attendance.recorded", Session, recorded_at, Session.minute_taker_id),
        _act("session.closed", Session, Session.closed_at, Session.presider_id, details=was_planned).where(
            Session.state == SessionState.HELD
        ),
    ]
    minutes = _json("minutes", AgendaItem.minutes_used)
    ended = AgendaItem.ended_at
    discussed = _of_session("agenda_item.discussed", AgendaItem, ended, Session.presider_id, details=minutes)
    in_forum = [act.select_from(Session).join(Forum, Forum.id == Session.forum_id) for act in acts]
    return [*in_forum, discussed.where(AgendaItem.state == ItemState.DISCUSSED)]


def _minutes() -> list[Select[Any]]:
    approved, published = (
        _json("version", Minutes.version, "sha256", sha256) for sha256 in (Minutes.sha256, Minutes.published_sha256)
    )
    circulated = _json("version", Minutes.version)
    return [
        _of_session("minutes.circulated", Minutes, Minutes.circulated_at, Minutes.circulated_by_id, details=circulated),
        _of_session("minutes.approved", Minutes, Minutes.approved_at, Minutes.approved_by_id, details=approved),
        _of_session("minutes.published", Minutes, Minutes.published_at, Minutes.approved_by_id, details=published),
    ]


def _commitments() -> list[Select[Any]]:
    """The timelines of commitments, which contain the same acts."""
    due, progress, reason = ("due", Update.due), ("progress", Update.progress), ("reason", Update.text)
    details = {
        Act.PROPOSED: due,
        **dict.fromkeys(ANSWERED, (*due, *progress)),
        **dict.fromkeys(REASONED, reason),
        **dict.fromkeys(BARE, ()),
        Act.EXTENSION_ASKED: (*due, *reason),
        Act.EXTENSION_APPROVED: due,
    }
    return [_timeline(act, parts) for act, parts in details.items()]


def _timeline(act: Act, details: tuple[Any, ...]) -> Select[Any]:
    circle_id = Commitment.circle_id
    chosen = _act(_action(act), Commitment, Update.at, Update.by_id, circle_id=circle_id, details=_json(*details))
    joined = chosen.select_from(Update).join(Commitment, Commitment.id == Update.commitment_id)
    return joined.where(Update.act == act)


def _action(act: Act) -> str:
    if act is Act.COMMENT:
        return "commitment.commented"
    kind, _part, what = act.value.partition("_")
    return f"extension.{what}" if kind == "extension" else f"commitment.{act.value}"


def _json(*parts: Any) -> Any:
    name = "json_build_object" if db.engine.dialect.name == "postgresql" else "json_object"
    return getattr(func, name)(*parts)
