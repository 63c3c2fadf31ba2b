"""Queries of dispositions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from textwrap import shorten
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, literal, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload, lazyload
from sqlalchemy.sql.base import ExecutableOption

from app.accounts.models import Person
from app.database import Model, alphabetical, db
from app.dispositions.matters import every_matter, matter_of
from app.dispositions.models import IS_OPEN, Disposition
from app.dispositions.rules import OPEN, DispositionState
from app.organisations.models import Contact

MOST = 200
"""Maximum number of colleagues that are offered, and of dispositions on a desk."""
SHORT = 80
"""Maximum length of an instruction in a list of mails, in characters."""
CHAIN = 50
"""Maximum number of dispositions of a thing that are shown."""


class Row(NamedTuple):
    """A disposition in a list, with the title of its thing."""

    id: UUID
    subject_type: str
    subject_id: UUID
    instruction: str
    due: date
    state: DispositionState
    given_at: datetime
    ended_at: datetime | None
    answer: str
    giver_id: UUID
    receiver_id: UUID
    title: str
    giver: str
    receiver: str

    @property
    def is_open(self) -> bool:
        """Return whether it awaits its receiver."""
        return self.state in OPEN


class Standing(NamedTuple):
    """The dispositions of a thing within a person's organisation, newest first, and whether they are its contact."""

    chain: Sequence[Disposition]
    is_contact: bool


def standing_of(thing: Model, person: Person) -> Standing:
    """Return how a thing stands within a person's organisation, in one statement."""
    office = select(Contact.id).where(Contact.person_id == person.id, Contact.organisation_id == person.organisation_id)
    always = select(literal(1).label("one")).subquery()
    query = select(Disposition, office.exists()).select_from(always)
    query = query.outerjoin(Disposition, _of(thing, person.organisation_id)).options(*names()).order_by(*_newest())
    rows = db.session.execute(query.limit(CHAIN)).all()
    found: list[Disposition | None] = [row[0] for row in rows]  # None if there is none
    return Standing([one for one in found if one is not None], bool(rows[0][1]))


def chain_of(thing: Model, organisation_id: UUID) -> Sequence[Disposition]:
    """Return the dispositions of a thing within an organisation, newest first."""
    query = select(Disposition).where(_of(thing, organisation_id)).options(*names())
    return db.session.scalars(query.order_by(*_newest()).limit(CHAIN)).all()


def _of(thing: Model, organisation_id: UUID) -> ColumnElement[bool]:
    return and_(
        Disposition.subject_type == type(thing).__name__,
        Disposition.subject_id == thing.id,
        Disposition.organisation_id == organisation_id,
    )


def _newest() -> tuple[Any, ...]:
    """Return the order of a chain. A disposition was replaced at the moment when the next one was given."""
    replaced = Disposition.state == DispositionState.REPLACED
    return (Disposition.given_at.desc(), replaced, Disposition.id)


def names() -> list[ExecutableOption]:
    """Return the options that load giver and receiver, without their organisations."""
    sides = (Disposition.giver, Disposition.receiver)
    return [joinedload(one).options(lazyload(Person.organisation)) for one in sides]


def open_one(thing: Model, organisation_id: UUID) -> Disposition | None:
    """Return the open disposition of a thing within an organisation; there is one at most."""
    return db.session.scalars(_open_one(thing, organisation_id)).one_or_none()


def open_one_to_replace(thing: Model, organisation_id: UUID) -> Disposition | None:
    """Return the open disposition, refreshed; nobody else gives or ends one until the transaction ends."""
    model: Any = type(thing)
    db.session.execute(select(model.id).where(model.id == thing.id).with_for_update())
    query = _open_one(thing, organisation_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _open_one(thing: Model, organisation_id: UUID) -> Select[Disposition]:
    return select(Disposition).where(_of(thing, organisation_id), IS_OPEN)


def colleagues(person: Person, thing: Any) -> Sequence[Person]:
    """Return the people of a person's organisation to whom they can pass a thing on, by name."""
    query = select(Person).where(
        Person.organisation_id == person.organisation_id,
        Person.id != person.id,
        Person.suspended_at.is_(None),
        or_(Person.email.is_not(None), Person.joined_at.is_not(None)),
        matter_of(thing).among(thing),
    )
    return db.session.scalars(query.order_by(alphabetical(Person.name), Person.id).limit(MOST)).all()


def on_desk(person: Person, today: date) -> list[Row]:
    """Return the open dispositions that await a person and that they may still read, the earliest date first."""
    return [Row._make(row) for row in db.session.execute(awaiting(person, today))]


def awaiting(person: Person, today: date) -> Select[Any]:
    """Select the columns of a `Row` of what awaits a person, for statements that select more."""
    return _rows(person, today, Disposition.receiver_id == person.id, IS_OPEN)


def given_by(person: Person, today: date) -> list[Row]:
    """Return the dispositions that a person gave and may still read: open ones first, then the latest that ended."""
    query = _rows(person, today, Disposition.giver_id == person.id, Disposition.state != DispositionState.REPLACED)
    return [Row._make(row) for row in db.session.execute(query)]


def readable(person: Person, today: date) -> Select[UUID]:
    """Select the ids of the dispositions within a person's organisation of what they may read."""
    own = Disposition.organisation_id == person.organisation_id
    named = _named(person, today, own)
    return select(Disposition.id).join(named, named.c.id == Disposition.subject_id).where(own)


def instructions(ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the instructions of some dispositions, each as one short line."""
    rows = db.session.execute(select(Disposition.id, Disposition.instruction).where(Disposition.id.in_(ids)))
    return {row.id: shorten(row.instruction, SHORT, placeholder=" …") for row in rows}


def _named(person: Person, today: date, *wanted: ColumnElement[bool]) -> Subquery:
    """Return the id and the title of each thing that was passed on in some dispositions and that a person may read."""
    things: Select[UUID] = select(Disposition.subject_id).where(*wanted)
    return union_all(*(matter.named(person, today, things) for matter in every_matter())).subquery()


def _rows(person: Person, today: date, *conditions: ColumnElement[bool]) -> Select[Any]:
    wanted = (Disposition.organisation_id == person.organisation_id, *conditions)
    named = _named(person, today, *wanted)
    giver, receiver = aliased(Person), aliased(Person)
    columns: list[Any] = [getattr(Disposition, name) for name in Row._fields[:11]]
    return (
        select(*columns, named.c.title, giver.name.label("giver"), receiver.name.label("receiver"))
        .join(named, named.c.id == Disposition.subject_id)
        .join(giver, giver.id == Disposition.giver_id)
        .join(receiver, receiver.id == Disposition.receiver_id)
        .where(*wanted)
        .order_by(Disposition.ended_at.is_not(None), Disposition.due, Disposition.given_at)
        .limit(MOST)
    )
