"""Notifies invitees of changes: after a minute, so that changes can be undone and are combined into one mail."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, func, insert, select, update
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Person
from app.database import db
from forums.agenda.queries import announced
from forums.invitations import notices, queries, recipients
from forums.invitations.calendars import Replaced
from forums.invitations.models import Answer, AnswerState, ChangeNotice, Invitation
from forums.invitations.notices import News, Occasion
from forums.invitations.rules import PATIENCE, news_kind
from forums.scheduling.events import Before
from forums.scheduling.horizon import is_beyond_horizon
from forums.scheduling.models import Forum, Series, Session
from forums.scheduling.session_actions import next_of_series, next_sequence


def note(changed: Sequence[tuple[Session, Before]], *, reason: str, by: Person | None, at: datetime) -> None:
    """Schedule a notification of the invitees of changed sessions that are not over."""
    db.session.flush()
    ids = [session.id for session, before in changed if max(session.ends_at, before.ends_at) > at]
    active = select(Invitation.session_id).where(Invitation.session_id.in_(ids), Invitation.withdrawn_at.is_(None))
    invited = set(db.session.scalars(active))
    notified = [(session, before) for session, before in changed if session.id in invited]
    waiting = {
        one.session_id: one
        for one in db.session.scalars(select(ChangeNotice).where(ChangeNotice.session_id.in_(invited)))
    }
    for session, before in notified:
        one = waiting.get(session.id) or _notice(session, before)
        one.reason, one.by_id, one.due_at = reason[:300], by.id if by else None, at + PATIENCE
    db.session.flush()


def keep_defaults(before: Series, series: Series) -> None:
    """Copy the default answers of a series to the one that replaces it."""
    columns = [column for column in Answer.__table__.columns if column.name not in {"id", "series_id"}]
    given = db.session.execute(select(*columns).where(Answer.series_id == before.id)).mappings().all()
    if given:
        db.session.execute(insert(Answer), [{**one, "id": uuid4(), "series_id": series.id} for one in given])


def lapsing(sessions: Collection[UUID]) -> int:
    """Return how many answers become invalid when the invitees are notified of another time."""
    moved = {
        one.session_id: one
        for one in db.session.scalars(
            select(ChangeNotice)
            .join(ChangeNotice.session)
            .where(ChangeNotice.session_id.in_(sessions), Session.starts_at != ChangeNotice.starts_at)
        )
    }
    own = select(func.count()).select_from(Answer).where(_to_another_time(moved))
    return (db.session.scalar(own) or 0) + len(_defaults(moved)) if moved else 0


def due_forums(*, at: datetime) -> Sequence[UUID]:
    """Return the forums with pending notifications whose last change is at least a minute old."""
    forums = (
        select(Session.forum_id).join(ChangeNotice, ChangeNotice.session_id == Session.id).group_by(Session.forum_id)
    )
    return db.session.scalars(forums.having(func.max(ChangeNotice.due_at) <= at)).all()


def send_pending(forum_id: UUID, *, at: datetime) -> int:
    """Send all pending notifications of a forum, unless it has changed again; return the number of mails."""
    db.session.execute(select(Forum.id).where(Forum.id == forum_id).with_for_update())
    query = select(ChangeNotice).join(ChangeNotice.session).where(Session.forum_id == forum_id)
    query = query.options(joinedload(ChangeNotice.session), joinedload(ChangeNotice.by)).order_by(Session.starts_at)
    waiting = db.session.scalars(query).all()
    if any(one.due_at > at for one in waiting):
        return 0
    _reset_answers([one for one in waiting if one.session.ends_at > at])
    for_each: dict[UUID, list[News]] = {}
    for one in waiting:
        for news in _news_of(one, at):
            for_each.setdefault(news.to.invitee_id, []).append(news)
        db.session.delete(one)
    for news_of_one in for_each.values():
        notices.send_changes(news_of_one)
    return len(for_each)


def _news_of(notice: ChangeNotice, at: datetime) -> list[News]:
    """Return the news for each invitee of a session, or none if it is again as they know it."""
    session = notice.session
    kind = news_kind(notice, session)
    if kind == "cancelled" and is_beyond_horizon(session.because):
        kind = "beyond_horizon"
    if kind is None or max(session.ends_at, notice.ends_at) <= at:
        return []
    invited = [one for one in queries.effective_answers(session) if recipients.is_in_reach(one.invitation)]
    if not invited:
        return []
    occasion = Occasion(
        session=session,
        kind=kind,
        sequence=next_sequence(session),
        at=at,
        by_name=f"{notice.by.name}, {notice.by.organisation.name}" if notice.by else "",
        reason=notice.reason,
        before=notice.starts_at,
        roles=recipients.roles_of(session),
        agenda=announced(session),
    )
    replaced = None
    if notice.series_id and (notice.series_id, notice.slot) != (session.series_id, session.slot):
        replaced = Replaced(notice, sequence=next_of_series(notice.series_id))
    for one in invited:
        one.invitation.sequence = occasion.sequence
    return [News(occasion, one.invitation, one.state, replaced) for one in invited]


def _notice(session: Session, before: Before) -> ChangeNotice:
    known = {each.name: getattr(before, each.name) for each in fields(before)}
    one = ChangeNotice(session_id=session.id, **known)
    db.session.add(one)
    return one


def _reset_answers(waiting: Sequence[ChangeNotice]) -> None:
    """Reset answers given for another time; the earlier answer is kept in `previous`."""
    ids = [one.session_id for one in waiting]
    values = {"previous": Answer.answer, "answer": AnswerState.NEEDS_ACTION}
    own = update(Answer).where(_to_another_time(ids)).values(values)
    db.session.execute(own, execution_options={"synchronize_session": False})
    for known in [one for one in db.session if isinstance(one, Answer)]:
        db.session.expire(known)
    moved = {one.session_id: one for one in waiting if one.starts_at != one.session.starts_at}
    rows = [
        {
            "id": uuid4(),
            "session_id": session_id,
            "person_id": default.person_id,
            "starts_at": moved[session_id].starts_at,
            "answer": AnswerState.NEEDS_ACTION,
            "previous": default.answer,
            "via": default.via,
            "received_at": default.received_at,
        }
        for session_id, default in _defaults(moved)
    ]
    if rows:
        db.session.execute(insert(Answer), rows)


def _to_another_time(sessions: Collection[UUID]) -> ColumnElement[bool]:
    """Return the condition for answers to one of these sessions that were given for another start."""
    begins = select(Session.starts_at).where(Session.id == Answer.session_id).scalar_subquery()
    given = Answer.answer != AnswerState.NEEDS_ACTION
    return and_(Answer.session_id.in_(sessions), given, Answer.starts_at != begins)


def _defaults(moved: dict[UUID, ChangeNotice]) -> Sequence[tuple[UUID, Answer]]:
    """Return the default answers that applied to sessions before they were moved, each with its session id."""
    own, default = aliased(Answer), aliased(Answer)
    series = {known.series_id for known in moved.values()} - {None}
    query = (
        select(Invitation.session_id, default)
        .join(default, default.person_id == Invitation.person_id)
        .outerjoin(own, (own.session_id == Invitation.session_id) & (own.person_id == Invitation.person_id))
        .where(Invitation.session_id.in_(moved), default.series_id.in_(series), own.id.is_(None))
        .where(Invitation.withdrawn_at.is_(None))
        .where(default.answer != AnswerState.NEEDS_ACTION)
    )
    rows = db.session.execute(query) if series else ()
    return [
        (session_id, answer)
        for session_id, answer in rows
        if (known := moved[session_id]).slot == known.starts_at
        and answer.series_id == known.series_id
        and answer.received_at < known.ends_at
    ]
