"""The record of the city: one row for each act that its tables tell of, in the order of time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Uuid, case, cast, func, insert, literal, null, select, union_all
from sqlalchemy.orm import aliased

from agreements.registry.models import Agreement
from app.audit.models import AuditRow
from app.database import Model, db
from commitments.delivery.models import Act, Update
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem, ItemState
from forums.attendance.models import Attendance
from forums.decisions.models import Decision
from forums.minutes.models import Minutes
from forums.scheduling.models import Forum, Session, SessionState

COLUMNS = ("at", "action", "actor_id", "subject_type", "subject_id", "circle_id", "details")


def write() -> int:
    """Add a row for every act that has none yet, and return how many that were."""
    acts = union_all(*_acts()).subquery()
    known = aliased(AuditRow)
    there = select(known.id).where(
        known.subject_type == acts.c.subject_type,
        known.subject_id == acts.c.subject_id,
        known.action == acts.c.action,
    )
    found = select(*(acts.c[name] for name in COLUMNS)).where(~there.exists()).order_by(acts.c.at, acts.c.action)
    before = db.session.scalar(select(func.max(AuditRow.id))) or 0
    db.session.execute(insert(AuditRow).from_select(COLUMNS, found))
    return db.session.scalar(select(func.count()).where(AuditRow.id > before)) or 0


def _acts() -> list[Select[Any]]:
    return [
        _act("forum.created", Forum, Forum.created_at).select_from(Forum),
        *_sessions(),
        *_minutes(),
        _of_session("decision.taken", Decision, Decision.decided_at, Decision.recorded_by_id),
        *_agreements(),
        _commitments(),
    ]


def _act(
    action: str | ColumnElement[str],
    subject: type[Model],
    at: Any,
    actor_id: Any = None,
    *,
    circle_id: Any = Forum.circle_id,
    details: Any = None,
) -> Select[Any]:
    return select(
        at.label("at"),
        (literal(action) if isinstance(action, str) else action).label("action"),
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
    acts = [
        _act("session.invited", Session, Session.invited_at),
        _act("session.opened", Session, Session.opened_at, Session.presider_id),
        _act("attendance.recorded", Session, Session.opened_at, Session.minute_taker_id).where(
            select(Attendance.id).where(Attendance.session_id == Session.id).exists()
        ),
        _act("session.closed", Session, Session.closed_at, Session.presider_id).where(
            Session.state == SessionState.HELD
        ),
    ]
    discussed = _of_session("agenda_item.discussed", AgendaItem, AgendaItem.ended_at, Session.presider_id)
    in_forum = [act.select_from(Session).join(Forum, Forum.id == Session.forum_id) for act in acts]
    return [*in_forum, discussed.where(AgendaItem.state == ItemState.DISCUSSED)]


def _minutes() -> list[Select[Any]]:
    told = _json("version", Minutes.version)
    return [
        _of_session("minutes.circulated", Minutes, Minutes.circulated_at, Minutes.circulated_by_id, details=told),
        _of_session("minutes.approved", Minutes, Minutes.approved_at, Minutes.approved_by_id, details=told),
        _of_session("minutes.published", Minutes, Minutes.published_at, Minutes.approved_by_id, details=told),
    ]


def _agreements() -> list[Select[Any]]:
    own, keeper = Agreement.circle_id, Agreement.keeper_id
    return [_act("agreement.created", Agreement, Agreement.created_at, keeper, circle_id=own).select_from(Agreement)]


def _commitments() -> Select[Any]:
    """The timelines of commitments: the same acts, as the record names them."""
    action = case(*((Update.act == act, _action(act)) for act in Act))
    told = _json("due", Update.due, "progress", Update.progress)
    chosen = _act(action, Commitment, Update.at, Update.by_id, circle_id=Commitment.circle_id, details=told)
    return chosen.select_from(Update).join(Commitment, Commitment.id == Update.commitment_id)


def _action(act: Act) -> str:
    if act is Act.COMMENT:
        return "commitment.commented"
    kind, _part, what = act.value.partition("_")
    return f"extension.{what}" if kind == "extension" else f"commitment.{act.value}"


def _json(*parts: Any) -> Any:
    name = "json_build_object" if db.engine.dialect.name == "postgresql" else "json_object"
    return getattr(func, name)(*parts)
