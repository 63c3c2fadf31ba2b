"""Queries of checklists and of who has agreements in hand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select

from agreements.documents.models import Document
from agreements.documents.queries import sides_read_by
from agreements.making import rules
from agreements.making.models import ChecklistItem, Holding
from agreements.making.rows import Held, ItemRow, Progress
from agreements.making.rules import USUAL, Position, Step, step_at
from agreements.registry.models import Agreement
from agreements.registry.queries import readable_whole
from agreements.registry.rules import MAKING
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.organisations.models import Organisation

MOST_HOLDINGS = 100
"""Maximum number of holdings on a page, newest first."""


def item_of(agreement_id: UUID, key: str) -> ChecklistItem | None:
    """Return the row of an item, or None if it is untouched or unknown."""
    query = select(ChecklistItem).where(ChecklistItem.agreement_id == agreement_id, ChecklistItem.key == key)
    return db.session.scalar(query)


def items_of(agreement: Agreement, person: Person) -> tuple[ItemRow, ...]:
    """Return the checklist of an agreement in order, with the documents that `person` may read."""
    readable = set(sides_read_by(agreement, person))
    kept: dict[str, ItemRow] = {}
    for values in db.session.execute(_items(agreement.id)).all():
        row = ItemRow._make([*values[:6], None, "", values.name or ""])
        if values.document_id and (values.party_id is None or values.party_id in readable):
            row = row._replace(document_id=values.document_id, document=values.title)
        kept[row.key] = row
    usual = [kept.pop(key, ItemRow(key, step)) for step, keys in USUAL.items() for key in keys]
    order = list(Step)
    return tuple(sorted([*usual, *kept.values()], key=lambda item: order.index(item.step)))


def _items(agreement_id: UUID) -> Select[Any]:
    item = ChecklistItem
    shown: tuple[Any, ...] = (Document.party_id, Document.id.label("document_id"), Document.title, Person.name)
    own: tuple[Any, ...] = (item.key, item.step, item.state, item.text, item.done_on, item.note)
    query = select(*own, *shown)
    query = query.outerjoin(item.document).outerjoin(item.settled_by).where(item.agreement_id == agreement_id)
    return query.order_by(item.key)


def own_items(agreement_id: UUID) -> int:
    """Return the number of items that were added to a checklist."""
    query = select(func.count()).select_from(ChecklistItem)
    return db.session.scalar(query.where(ChecklistItem.agreement_id == agreement_id, ChecklistItem.text != "")) or 0


def progress(agreement: Agreement, person: Person) -> Progress:
    """Return where an agreement is, for a reader of all of it."""
    items = items_of(agreement, person)
    step = step_at(agreement.stage, (Position(item.step, item.state) for item in items))
    return Progress(step, agreement.stage_since, items, holders([agreement.id]).get(agreement.id))


def left_open(agreement: Agreement, person: Person) -> int:
    """Return the number of open items of the steps before the stage of an agreement."""
    items = [Position(item.step, item.state) for item in items_of(agreement, person)]
    return rules.left_open(agreement.stage, items)


def current(agreement_id: UUID) -> Holding | None:
    """Return the current holding of an agreement, or None if nobody was named."""
    return db.session.scalar(select(Holding).where(Holding.agreement_id == agreement_id, Holding.until.is_(None)))


def holders(agreement_ids: Collection[UUID]) -> dict[UUID, Held]:
    """Return the present holder of each agreement, in one statement; agreements that nobody holds are left out."""
    if not agreement_ids:
        return {}
    query = _held().add_columns(Holding.agreement_id)
    query = query.where(Holding.agreement_id.in_(agreement_ids), Holding.until.is_(None))
    return {row[-1]: _row(row[:-1]) for row in db.session.execute(query)}


class InHand(NamedTuple):
    """An agreement that an organisation has in hand, since when, and what it was asked to do."""

    id: UUID
    title: str
    since: date
    word: str


def in_hand(person: Person, today: date, most: int) -> list[InHand]:
    """Return the agreements before signature that the organisation of `person` has in hand and that they may read.

    The one that it has had longest is first; `most` at most.
    """
    query = select(Agreement.id, Agreement.title, Holding.since, Holding.word).join(Holding.agreement)
    query = query.where(Holding.organisation_id == person.organisation_id, Holding.until.is_(None))
    query = query.where(Agreement.stage.in_(MAKING), readable_whole(person, today))
    found = db.session.execute(query.order_by(Holding.since, Agreement.id).limit(most))
    return [InHand(row.id, row.title, local_date(row.since), row.word) for row in found]


def history(agreement_id: UUID) -> list[Held]:
    """Return who had an agreement in hand, newest first."""
    query = _held().where(Holding.agreement_id == agreement_id).order_by(Holding.since.desc(), Holding.id)
    return [_row(row) for row in db.session.execute(query.limit(MOST_HOLDINGS))]


def _held() -> Select[Any]:
    shown: tuple[Any, ...] = (Organisation.id, Organisation.label, Holding.desk, Holding.word)
    return select(*shown, Holding.since, Holding.until).join(Holding.organisation)


def _row(values: Any) -> Held:
    *named, since, until = values
    return Held._make([*named, local_date(since), local_date(until) if until else None])
