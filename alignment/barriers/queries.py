"""Queries for barriers; what they name is filtered by what the reader may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from agreements.registry.models import Agreement
from agreements.registry.queries import readable as readable_agreements
from alignment import agenda
from alignment.barriers.models import Barrier, BarrierEffect, barrier_agenda_items, barrier_blockers
from alignment.barriers.rules import FOR_LEADERSHIP, last_day_before
from alignment.services.models import Service
from app.circles.models import Circle, CircleKind
from app.circles.queries import knows_of
from app.circles.rules import more_open_than
from app.database import alphabetical, db
from commitments.blockers.models import Blocker
from commitments.registry.models import IS_OPEN, Commitment
from commitments.registry.queries import visible_to
from forums.agenda.lookup import readable as readable_items
from forums.agenda.models import AgendaItem, ItemState
from forums.decisions.models import Decision
from forums.decisions.queries import readable as readable_decisions
from forums.scheduling.models import Forum, Session, SessionState
from forums.scheduling.queries import readable_forums

OFFERED = 300
"""Maximum number of objects to choose from in a form."""
_WAITS_FOR_LEADERSHIP = Barrier.resolved_on.is_(None), Barrier.escalated_at.is_(None)


class Effect(NamedTuple):
    """A service, commitment or agreement that a barrier hinders and the reader may read. `code`: of a commitment."""

    id: UUID
    barrier_id: UUID
    part: str
    since: date
    kind: str
    object_id: UUID
    name: str
    code: str = ""
    circle_id: UUID | None = None
    """The circle of the commitment or agreement."""


class Talk(NamedTuple):
    """An agenda item about a barrier that the reader may read."""

    barrier_id: UUID
    subject: str
    state: ItemState
    forum: str
    session_id: UUID
    number: int
    title: str
    series_id: UUID | None
    starts_at: datetime
    timezone: str
    session_state: SessionState

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to be discussed."""
        return agenda.waits(self.state, self.session_state, self.starts_at)


def for_act(barrier_id: UUID) -> Barrier | None:
    """Return a barrier with its owner, circle and regulation, or None."""
    loaded = joinedload(Barrier.owner), joinedload(Barrier.circle), joinedload(Barrier.regulation)
    return db.session.get(Barrier, barrier_id, options=loaded)


def readable(person: Any, today: date) -> ColumnElement[bool]:
    """Return the condition that `person` may read a barrier: those of no circle, and of circles they may know of."""
    return or_(Barrier.circle_id.is_(None), knows_of(Barrier.circle_id, person, today))


def is_open() -> ColumnElement[bool]:
    """Return the condition that a barrier is open."""
    return Barrier.resolved_on.is_(None)


def about_circles(circle_ids: Any, reader: Any, today: date) -> ColumnElement[bool]:
    """Return the condition that a barrier belongs to one of these circles, or hinders what `reader` may read of one."""
    agreements = select(BarrierEffect.barrier_id).join(BarrierEffect.agreement)
    agreements = agreements.where(Agreement.circle_id.in_(circle_ids), readable_agreements(reader, today))
    commitments = select(BarrierEffect.barrier_id).join(BarrierEffect.commitment)
    commitments = commitments.where(Commitment.circle_id.in_(circle_ids), visible_to(reader, today))
    return or_(Barrier.circle_id.in_(circle_ids), Barrier.id.in_(agreements), Barrier.id.in_(commitments))


def effects_of(barrier_ids: Collection[UUID], reader: Any, today: date) -> dict[UUID, list[Effect]]:
    """Return what barriers hinder, by barrier, the longest hindered first: only what `reader` may read."""
    shown = (BarrierEffect.id, BarrierEffect.barrier_id, BarrierEffect.part, BarrierEffect.since)
    of_service = (Service.id, Service.name)
    of_commitment = (Commitment.id, Commitment.title, Commitment.code)
    circle_id = func.coalesce(Commitment.circle_id, Agreement.circle_id)
    query = select(*shown, *of_service, *of_commitment, Agreement.id, Agreement.title, circle_id)
    query = query.outerjoin(Service, Service.id == BarrierEffect.service_id)
    may_read = visible_to(reader, today), readable_agreements(reader, today)
    query = query.outerjoin(Commitment, and_(Commitment.id == BarrierEffect.commitment_id, may_read[0]))
    query = query.outerjoin(Agreement, and_(Agreement.id == BarrierEffect.agreement_id, may_read[1]))
    named = or_(Service.id.is_not(None), Commitment.id.is_not(None), Agreement.id.is_not(None))
    query = query.where(BarrierEffect.barrier_id.in_(barrier_ids), named)
    found: dict[UUID, list[Effect]] = defaultdict(list)
    for row in db.session.execute(query.order_by(BarrierEffect.since, BarrierEffect.id)) if barrier_ids else ():
        found[row[1]].append(_effect(row))
    return found


def effect(barrier_id: UUID, effect_id: UUID, reader: Any, today: date) -> BarrierEffect | None:
    """Return one of the things that a barrier hinders, or None if it hinders no such thing that `reader` may read."""
    known = effects_of([barrier_id], reader, today).get(barrier_id, ())
    return db.session.get(BarrierEffect, effect_id) if any(one.id == effect_id for one in known) else None


def _effect(row: Any) -> Effect:
    for kind, place in (("service", 4), ("commitment", 6), ("agreement", 9)):
        if row[place]:
            code = row[8] if kind == "commitment" else ""
            return Effect._make([*row[:4], kind, row[place], row[place + 1], code, row[11]])
    raise AssertionError("only named effects are selected")


def circle_of(effect: BarrierEffect) -> UUID | None:
    """Return the id of the circle of the commitment or agreement that is hindered; services belong to none."""
    if effect.commitment_id:
        return db.session.get_one(Commitment, effect.commitment_id).circle_id
    return db.session.get_one(Agreement, effect.agreement_id).circle_id if effect.agreement_id else None


def filed_under(barrier: Barrier, circle_id: UUID | None) -> UUID | None:
    """Return the more closed one of the circles of a barrier and of what an act on it concerns, to file the act."""
    other = db.session.get_one(Circle, circle_id) if circle_id else None
    if other is None or barrier.circle is None:
        return circle_id or barrier.circle_id
    is_closer = barrier.circle.classification in more_open_than(other.classification)
    return other.id if is_closer else barrier.circle_id


def talks_about(barrier_ids: Collection[UUID], reader: Any, today: date) -> dict[UUID, list[Talk]]:
    """Return the agenda items about barriers that `reader` may read, by barrier, the latest session first."""
    of_session = (Session.id, Session.number, Session.title, Session.series_id)
    of_day = (Session.starts_at, Session.timezone, Session.state)
    query = select(
        barrier_agenda_items.c.barrier_id, AgendaItem.title, AgendaItem.state, Forum.name, *of_session, *of_day
    )
    query = query.join(AgendaItem, AgendaItem.id == barrier_agenda_items.c.agenda_item_id)
    query = query.join(AgendaItem.session).join(Forum, Forum.id == Session.forum_id)
    query = query.where(barrier_agenda_items.c.barrier_id.in_(barrier_ids), readable_items(reader, today))
    found: dict[UUID, list[Talk]] = defaultdict(list)
    for row in db.session.execute(query.order_by(Session.starts_at.desc())) if barrier_ids else ():
        found[row[0]].append(Talk._make(row))
    return found


def blockers_of(barrier_id: UUID, reader: Any, today: date) -> tuple[int, int]:
    """Return from how many blockers a barrier arose, and how many were removed: of commitments that `reader` reads."""
    query = select(func.count(), func.count(Blocker.removed_at))
    query = query.join(barrier_blockers, barrier_blockers.c.blocker_id == Blocker.id)
    query = query.join(Commitment, Commitment.id == Blocker.commitment_id).where(visible_to(reader, today))
    total, removed = db.session.execute(query.where(barrier_blockers.c.barrier_id == barrier_id)).one()
    return total, removed


def current_blocker(commitment_id: UUID) -> Blocker | None:
    """Return the open blocker of a commitment that no barrier explains yet, or None."""
    explained = select(barrier_blockers.c.blocker_id)
    query = select(Blocker).where(Blocker.commitment_id == commitment_id, Blocker.removed_at.is_(None))
    return db.session.scalars(query.where(Blocker.id.not_in(explained))).first()


def to_join(commitment: Commitment, reader: Any, today: date) -> Sequence[Barrier]:
    """Return the open barriers that a blocker of a commitment can be joined to: of its circle, or of no circle."""
    where = or_(Barrier.circle_id == commitment.circle_id, Barrier.circle_id.is_(None))
    query = select(Barrier).where(where, is_open(), readable(reader, today))
    query = query.order_by(Barrier.circle_id.is_(None), Barrier.since, Barrier.id)
    return db.session.scalars(query.limit(OFFERED)).all()


def forum_of(barrier: Barrier) -> Forum | None:
    """Return the forum whose circle a barrier belongs to, else the one that discussed it last, or None."""
    own = barrier.circle
    if own and own.kind is CircleKind.FORUM:
        return db.session.scalar(select(Forum).where(Forum.circle_id == own.id))
    query = select(Forum).join(Session, Session.forum_id == Forum.id)
    query = query.join(AgendaItem, AgendaItem.session_id == Session.id)
    query = query.join(barrier_agenda_items, barrier_agenda_items.c.agenda_item_id == AgendaItem.id)
    query = query.where(barrier_agenda_items.c.barrier_id == barrier.id)
    return db.session.scalars(query.order_by(Session.starts_at.desc()).limit(1)).first()


def forums(reader: Any, today: date, *, of: Circle | None = None) -> Sequence[Forum]:
    """Return the active forums that `reader` may read, or only that of a circle, if it is the circle of a forum."""
    query = select(Forum).where(readable_forums(reader, today), Forum.archived_at.is_(None))
    if of and of.kind is CircleKind.FORUM:
        query = query.where(Forum.circle_id == of.id)
    return db.session.scalars(query.order_by(alphabetical(Forum.name)).limit(OFFERED)).all()


def grown_old(today: date) -> Sequence[UUID]:
    """Return the ids of open barriers to be put before leadership because they are old, the oldest first."""
    query = select(Barrier.id).where(*_WAITS_FOR_LEADERSHIP, Barrier.since <= last_day_before(today, FOR_LEADERSHIP))
    return db.session.scalars(query.order_by(Barrier.since, Barrier.id)).all()


def to_escalate(barrier_id: UUID) -> Barrier | None:
    """Return a barrier, locked, if it is still open and not yet before leadership, else None."""
    query = select(Barrier).where(Barrier.id == barrier_id, *_WAITS_FOR_LEADERSHIP).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def about_item(agenda_item_id: UUID) -> Sequence[UUID]:
    """Return the ids of the barriers that an agenda item is about."""
    found = barrier_agenda_items.c
    return db.session.scalars(select(found.barrier_id).where(found.agenda_item_id == agenda_item_id)).all()


def lock(barrier: Barrier) -> None:
    """Let people who act on the same barrier at the same time do so one after the other, each on its present state."""
    db.session.refresh(barrier, ["version", "resolved_on", "directive_id"], with_for_update=True)


def services() -> Select[*tuple[Any, ...]]:
    """Select id and name of the services that can be chosen."""
    query = select(Service.id, Service.name).where(Service.archived_at.is_(None))
    return query.order_by(alphabetical(Service.name)).limit(OFFERED)


def commitments(barrier: Barrier, reader: Any, today: date) -> Select[*tuple[Any, ...]]:
    """Select id, code and title of the open commitments that can be chosen, those of the barrier's circle first."""
    query = select(Commitment.id, Commitment.code, Commitment.title).where(IS_OPEN, visible_to(reader, today))
    own = Commitment.circle_id == barrier.circle_id
    return query.order_by(own.desc(), Commitment.code.desc()).limit(OFFERED)


def agreements(reader: Any, today: date) -> Select[*tuple[Any, ...]]:
    """Select id and title of the agreements that can be chosen."""
    query = select(Agreement.id, Agreement.title).where(readable_agreements(reader, today))
    return query.order_by(alphabetical(Agreement.title)).limit(OFFERED)


def decisions(reader: Any, today: date) -> Select[*tuple[Any, ...]]:
    """Select id, code and text of the latest decisions that can be chosen."""
    query = select(Decision.id, Decision.code, Decision.text).where(readable_decisions(reader, today))
    return query.order_by(Decision.decided_at.desc(), Decision.code.desc()).limit(OFFERED)


def decision_of(barrier: Barrier, reader: Any, today: date) -> Decision | None:
    """Return the decision by which a barrier was resolved, if `reader` may read it."""
    query = select(Decision).where(Decision.id == barrier.decision_id, readable_decisions(reader, today))
    return db.session.scalar(query) if barrier.decision_id else None
