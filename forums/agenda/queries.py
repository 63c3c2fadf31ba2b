"""Queries for agendas."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accounts.models import Person
from app.calendars.queries import holiday_lookup
from app.calendars.recurrence import to_instant
from app.database import db
from app.organisations.models import Organisation
from forums.agenda.models import AgendaItem, ItemState, Purpose
from forums.agenda.rows import CameFrom, ItemRow, TemplateItem
from forums.agenda.rules import CLOSING_TIME, working_day_before
from forums.scheduling.models import Forum, Session, SessionState
from forums.scheduling.queries import next_planned

EARLIER_SESSIONS = 12
"""The number of sessions from which items can be copied."""
A_MONTH = 31
"""Days before a session among which its agenda closes."""


def to_present(forum_id: UUID, organisation_id: UUID, now: datetime) -> Sequence[AgendaItem]:
    """Return the items of planned sessions of a forum that an organisation presents."""
    query = select(AgendaItem).join(Session, Session.id == AgendaItem.session_id)
    query = query.where(
        AgendaItem.presenter_organisation_id == organisation_id,
        Session.forum_id == forum_id,
        Session.state == SessionState.PLANNED,
        Session.ends_at > now,
    )
    return db.session.scalars(query.order_by(Session.starts_at, AgendaItem.position)).all()


def agenda(session_id: UUID) -> list[ItemRow]:
    """Return the items of a session in order, as rows for a page."""
    rows = db.session.execute(_agenda(session_id)).all()
    return [
        ItemRow._make((*values, CameFrom(number, title, series_id) if number is not None else None))
        for *values, number, title, series_id in rows
    ]


def _agenda(session_id: UUID) -> Select[Any]:
    proposer, presenter = aliased(Person), aliased(Person)
    proposing, presenting = aliased(Organisation), aliased(Organisation)
    earlier, came_from = aliased(AgendaItem), aliased(Session)
    shown: tuple[Any, ...] = (
        AgendaItem.id,
        AgendaItem.title,
        AgendaItem.purpose,
        func.coalesce(presenter.name, presenting.label, AgendaItem.presenter_name),
        AgendaItem.minutes,
        AgendaItem.minutes_used,
        AgendaItem.started_at,
        AgendaItem.ended_at,
        AgendaItem.state,
        AgendaItem.reason,
        AgendaItem.question,
        proposer.name,
        proposing.label,
        AgendaItem.late,
        AgendaItem.carried_times,
        AgendaItem.resolution,
        came_from.number,
        came_from.title,
        came_from.series_id,
    )
    query = select(*shown).where(AgendaItem.session_id == session_id)
    query = query.outerjoin(proposer, proposer.id == AgendaItem.proposed_by_id)
    query = query.outerjoin(proposing, proposing.id == proposer.organisation_id)
    query = query.outerjoin(presenter, presenter.id == AgendaItem.presenter_person_id)
    query = query.outerjoin(presenting, presenting.id == AgendaItem.presenter_organisation_id)
    query = query.outerjoin(earlier, earlier.id == AgendaItem.carried_from_id)
    query = query.outerjoin(came_from, came_from.id == earlier.session_id)
    return query.order_by(AgendaItem.position, AgendaItem.id)


def template(forum: Forum) -> list[TemplateItem]:
    """Return the initial items of every agenda of a forum.

    Pages, mails, letters and the API show them for a session without items of its own, which get them with its first
    item or two weeks before it. So a change of the template reaches every session that nobody has prepared yet.
    """
    return [
        TemplateItem(entry["title"], Purpose(entry["purpose"]), int(entry["minutes"]))
        for entry in forum.agenda_template
    ]


def announced(session: Session) -> Sequence[AgendaItem | TemplateItem]:
    """Return the items that invitations name: the accepted ones, or the template while there are no items."""
    items = in_order(session.id)
    return [item for item in items if item.state is ItemState.ACCEPTED] if items else template(session.forum)


def closes_at(session: Session) -> datetime | None:
    """Return when the agenda of a session closes for proposals, or None if it does not."""
    days = session.forum.agenda_closes
    if days is None:
        return None
    holiday_on = holiday_lookup(session.day - timedelta(days=A_MONTH), session.day)
    day = working_day_before(session.day, days, is_free=lambda one: holiday_on(one) is not None)
    return to_instant(datetime.combine(day, CLOSING_TIME), session.zone)


def item_for_act(item_id: UUID) -> AgendaItem | None:
    """Return an item with its session, proposer and presenter."""
    options = [
        joinedload(AgendaItem.session),
        joinedload(AgendaItem.proposed_by),
        joinedload(AgendaItem.presenter_person),
        joinedload(AgendaItem.presenter_organisation),
    ]
    return db.session.get(AgendaItem, item_id, options=options)


def in_order(session_id: UUID) -> list[AgendaItem]:
    """Return the items of a session in order."""
    return list(db.session.scalars(_in_order(session_id)))


def _in_order(session_id: UUID) -> Select[AgendaItem]:
    query = select(AgendaItem).where(AgendaItem.session_id == session_id)
    return query.order_by(AgendaItem.position, AgendaItem.id)


class ShortItem(NamedTuple):
    """The fields of an item shown in an overview."""

    id: UUID
    state: ItemState
    title: str
    purpose: Purpose
    minutes: int


def in_short(session_id: UUID) -> list[ShortItem]:
    """Return the items of a session in order, as rows for an overview."""
    return [ShortItem._make(row) for row in db.session.execute(_in_short(session_id)).all()]


def _in_short(session_id: UUID) -> Select[UUID, ItemState, str, Purpose, int]:
    query = select(AgendaItem.id, AgendaItem.state, AgendaItem.title, AgendaItem.purpose, AgendaItem.minutes)
    return query.where(AgendaItem.session_id == session_id).order_by(AgendaItem.position, AgendaItem.id)


def items_in(session_id: UUID, state: ItemState) -> list[AgendaItem]:
    """Return the items of a session in a given state, in order."""
    return [item for item in in_order(session_id) if item.state is state]


def positions(session_id: UUID) -> Sequence[int]:
    """Return the positions of a session's items."""
    return db.session.scalars(select(AgendaItem.position).where(AgendaItem.session_id == session_id)).all()


def has_agenda(session_id: UUID) -> bool:
    """Whether a session has any agenda items."""
    return db.session.scalar(select(AgendaItem.id).where(AgendaItem.session_id == session_id).limit(1)) is not None


def under_discussion(session_id: UUID) -> AgendaItem | None:
    """Return the item that is under discussion in a session."""
    query = select(AgendaItem).where(
        AgendaItem.session_id == session_id,
        AgendaItem.state == ItemState.ACCEPTED,
        AgendaItem.started_at.is_not(None),
        AgendaItem.ended_at.is_(None),
    )
    return db.session.scalars(query.order_by(AgendaItem.started_at.desc())).first()


def next_item(item: AgendaItem) -> AgendaItem | None:
    """Return the next accepted item after the given one that has not been started."""
    query = select(AgendaItem).where(
        AgendaItem.session_id == item.session_id,
        AgendaItem.state == ItemState.ACCEPTED,
        AgendaItem.started_at.is_(None),
        AgendaItem.position > item.position,
    )
    return db.session.scalars(query.order_by(AgendaItem.position)).first()


def come_back(item_ids: Collection[UUID]) -> dict[UUID, AgendaItem]:
    """Return the items that continue carried-over ones, by the id of the carried-over item."""
    found = db.session.scalars(select(AgendaItem).where(AgendaItem.carried_from_id.in_(item_ids)))
    return {item.carried_from_id: item for item in found if item.carried_from_id}


def session_after(session: Session) -> Session | None:
    """Return the forum's next planned session, or None."""
    return next_planned(session.forum_id, session.starts_at)


def left_over(session: Session) -> Sequence[AgendaItem]:
    """Return items of the forum's earlier sessions that were not discussed and not yet continued, oldest first."""
    come_back = select(AgendaItem.carried_from_id).where(AgendaItem.carried_from_id.is_not(None))
    put_off = AgendaItem.state.in_((ItemState.CARRIED, ItemState.DEFERRED))
    fell_out = Session.state.in_((SessionState.CANCELLED, SessionState.MERGED))
    waiting = AgendaItem.state.in_((ItemState.ACCEPTED, ItemState.PROPOSED))
    query = (
        select(AgendaItem)
        .join(AgendaItem.session)
        .where(
            Session.forum_id == session.forum_id,
            Session.starts_at < session.starts_at,
            or_((Session.state == SessionState.HELD) & put_off, fell_out & or_(put_off, waiting)),
            AgendaItem.id.not_in(come_back),
        )
        .order_by(Session.starts_at, AgendaItem.position)
    )
    return db.session.scalars(query).all()


def earlier_items(session: Session, number: int | None = None) -> Sequence[AgendaItem]:
    """Return the items of the forum's last sessions before this one, or of the one with that number, in order.

    Items of the template and those that were declined are left out.
    """
    last = (
        select(Session.id)
        .where(Session.forum_id == session.forum_id, Session.starts_at < session.starts_at)
        .order_by(Session.starts_at.desc())
        .limit(EARLIER_SESSIONS)
    )
    query = (
        select(AgendaItem)
        .join(AgendaItem.session)
        .where(AgendaItem.session_id.in_(last), AgendaItem.state != ItemState.DECLINED)
        .where(AgendaItem.proposed_by_id.is_not(None))
        .options(contains_eager(AgendaItem.session).lazyload(Session.forum))
        .order_by(Session.starts_at.desc(), AgendaItem.position, AgendaItem.id)
    )
    if number is not None:
        query = query.where(Session.number == number)
    return db.session.scalars(query).all()


def sessions_between(after: datetime, until: datetime) -> Sequence[Session]:
    """Return the planned sessions that start after `after` and no later than `until`, soonest first."""
    query = select(Session).where(
        Session.state == SessionState.PLANNED, Session.starts_at > after, Session.starts_at <= until
    )
    return db.session.scalars(query.order_by(Session.starts_at)).all()


def lock(session: Session) -> None:
    """Lock the session row, so that no concurrent transaction changes its agenda until this one ends."""
    db.session.execute(select(Session.id).where(Session.id == session.id).with_for_update())
