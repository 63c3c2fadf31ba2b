"""What became of directives that were taken up: agenda items, also carried over, their decisions and commitments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, and_, select

from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from commitments.registry.rules import Delivery, Visibility
from forums.agenda.models import AgendaItem, ItemState
from forums.decisions.models import Decision, decision_commitments
from forums.minutes.models import Minutes, MinutesState
from forums.minutes.queries import decided_for
from forums.redaction.queries import withheld_decisions, withheld_items
from forums.scheduling.models import Forum, Session


class Item(NamedTuple):
    """An agenda item that took up a directive, or continues one, with its session."""

    title: str
    state: ItemState
    session_id: UUID
    number: int
    session_title: str
    starts_at: datetime
    timezone: str


class Taken(NamedTuple):
    """A decision on such an item."""

    id: UUID
    code: str
    text: str


class DirectiveCommitment(NamedTuple):
    """A commitment that carries out such a decision, or the directive itself."""

    id: UUID
    code: str
    title: str
    delivery: Delivery


class Fate(NamedTuple):
    """What became of one directive, as far as the reader may know."""

    items: list[Item]
    decisions: list[Taken]
    commitments: list[DirectiveCommitment]


def fate_of(item_id: UUID | None, commitment_id: UUID | None, reader: Person | None, today: date) -> Fate:
    """Return what became of a directive. Without a reader, only what was published of a public forum."""
    taken = decisions_from([item_id], reader, today)[item_id] if item_id else []
    items = _items(item_id, reader) if item_id else []
    return Fate(items, taken, _commitments([one.id for one in taken], commitment_id, reader, today))


def decisions_from(item_ids: Collection[UUID], reader: Person | None, today: date) -> dict[UUID, list[Taken]]:
    """Return the decisions on agenda items and on those that continue them, by the id of the first item."""
    chain = _chain(item_ids)
    query = select(chain.c.root, Decision.id, Decision.code, Decision.text).select_from(chain)
    query = query.join(Decision, Decision.agenda_item_id == chain.c.item).join(Decision.session)
    query = query.where(decided_for(Session, Decision.id, reader, today) if reader else _is_published())
    found: dict[UUID, list[Taken]] = defaultdict(list)
    for root, *values in db.session.execute(query.order_by(Decision.decided_at, Decision.code)) if item_ids else ():
        found[root].append(Taken._make(values))
    return found


def _items(item_id: UUID, reader: Person | None) -> list[Item]:
    chain = _chain([item_id])
    of_session = (Session.id, Session.number, Session.title, Session.starts_at, Session.timezone)
    query = select(AgendaItem.title, AgendaItem.state, *of_session).select_from(chain)
    query = query.join(AgendaItem, AgendaItem.id == chain.c.item).join(AgendaItem.session)
    if reader is None:
        query = query.where(AgendaItem.id.not_in(withheld_items()))
    return list(map(Item._make, db.session.execute(query.order_by(Session.starts_at)).all()))


def _commitments(
    decision_ids: Collection[UUID], commitment_id: UUID | None, reader: Person | None, today: date
) -> list[DirectiveCommitment]:
    following = select(decision_commitments.c.commitment_id).where(decision_commitments.c.decision_id.in_(decision_ids))
    shown: tuple[Any, ...] = (Commitment.id, Commitment.code, Commitment.title, Commitment.delivery)
    query = select(*shown).where((Commitment.id == commitment_id) | Commitment.id.in_(following))
    query = query.where(visible_to(reader, today) if reader else _is_public())
    if not decision_ids and commitment_id is None:
        return []
    return list(map(DirectiveCommitment._make, db.session.execute(query.order_by(Commitment.code)).all()))


def _chain(item_ids: Collection[UUID]) -> CTE:
    """Return the rows (root, item) of agenda items and those that continue them in later sessions."""
    start = select(AgendaItem.id.label("root"), AgendaItem.id.label("item")).where(AgendaItem.id.in_(item_ids))
    chain = start.cte("chain", recursive=True)
    return chain.union_all(
        select(chain.c.root, AgendaItem.id).join(AgendaItem, AgendaItem.carried_from_id == chain.c.item)
    )


def _is_published() -> ColumnElement[bool]:
    """Return the condition that the decisions of a Session are published by a forum that is public."""
    minutes = select(Minutes.id).where(Minutes.session_id == Session.id, Minutes.state == MinutesState.PUBLISHED)
    forum = select(Forum.id).join(Forum.circle).where(Circle.classification == Classification.PUBLIC)
    published = minutes.correlate(Session).exists()
    return and_(published, Session.forum_id.in_(forum), Decision.id.not_in(withheld_decisions()))


def _is_public() -> ColumnElement[bool]:
    circles = select(Circle.id).where(Circle.classification == Classification.PUBLIC)
    return and_(Commitment.visibility == Visibility.PUBLIC, Commitment.circle_id.in_(circles))
