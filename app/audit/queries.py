"""Queries on the audit trail: the history of an object, and the filtered trail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Row, Select, and_, case, false, or_, select, true, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.audit import details, labels
from app.audit.models import AuditRow, AuditSeal
from app.circles.queries import circles_naming, knows_of, secret_circles
from app.clock import today
from app.database import Model, db
from app.organisations.models import Organisation

AFTER_ALL = 2**63 - 1
"""Greater than or equal to every row id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An audit entry for display. `who` is None for actions of Selaras itself; `for_whom` is the represented party.

    A hidden entry contains only the action, the time and the digest.
    """

    id: int
    at: datetime
    who: str | None
    who_id: UUID | None
    for_whom: str | None
    action: str
    what: str
    kind: str
    subject_type: str | None
    subject_id: UUID | None
    reason: str
    shown: list[tuple[str, str]]
    digest: str | None = None
    is_hidden: bool = False

    @property
    def line(self) -> tuple[datetime, str | None, str, str | None, str]:
        """The columns of a history: when, who, what, for whom and why."""
        return self.at, self.who, self.what, self.for_whom, self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Filters of the audit trail; None is no filter. `since` is inclusive, `until` is exclusive."""

    action: str | None = None
    subject_type: str | None = None
    subject_id: UUID | None = None
    actor_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


def history(subject: Model, *, limit: int = 50, reader: Person | None = None) -> list[Entry]:
    """Return the entries about an object, newest first; the caller must authorise the reader.

    Objects that take part in several circles name `reader`, who gets the entries in circles of which they may know, and
    in none. Executes one statement, or two if entries contain names of people or organisations.
    """
    found = _rows().where(AuditRow.subject_type == type(subject).__name__, AuditRow.subject_id == subject.id)
    if reader:
        found = found.where(or_(AuditRow.circle_id.is_(None), knows_of(AuditRow.circle_id, reader, today())))
    return _entries(db.session.execute(found.order_by(AuditRow.id.desc()).limit(limit)).all())


def record_for(person: Person, wanted: Filter, *, limit: int, before: int | None = None) -> list[Entry]:
    """Return entries that `person` may read, newest first; `before` is the id of the last entry on the previous page.

    Administrators see all rows, but those in secret circles in which they are not named are hidden entries. Others see
    rows in circles of which they may know.
    """
    return _entries(db.session.execute(_record_for(person, wanted, before or AFTER_ALL, today(), limit=limit)).all())


def _record_for(person: Person, wanted: Filter, before: int, today: date, *, limit: int) -> Select[Any]:
    shown = _rows().add_columns(AuditSeal.digest, is_hidden_from(person).label("is_hidden"))
    found = narrowed(shown.outerjoin(AuditSeal, AuditSeal.row_id == AuditRow.id), person, wanted, today)
    return found.where(AuditRow.id < before).order_by(AuditRow.id.desc()).limit(limit)


def is_hidden_from(person: Person) -> ColumnElement[bool]:
    """Return the expression whether a row belongs to a secret circle in which `person` is not named."""
    own, secret = AuditRow.circle_id.in_(circles_naming(person.id)), AuditRow.circle_id.in_(secret_circles())
    return case((AuditRow.circle_id.is_(None), false()), (own, false()), (secret, true()), else_=false())


def narrowed(found: Select[Any], person: Person, wanted: Filter, today: date) -> Select[Any]:
    """Return `found`, a query of rows, filtered by `wanted` and by what `person` may read.

    Filters by actor or subject exclude hidden rows, because the result would reveal the hidden values.
    """
    if not person.is_administrator:
        found = found.where(knows_of(AuditRow.circle_id, person, today))
    elif wanted.subject_type or wanted.subject_id or wanted.actor_id:
        found = found.where(~is_hidden_from(person))
    for column in (AuditRow.action, AuditRow.subject_type, AuditRow.subject_id, AuditRow.actor_id):
        if (value := getattr(wanted, column.key)) is not None:
            found = found.where(column == value)
    if wanted.since:
        found = found.where(AuditRow.at >= wanted.since)
    if wanted.until:
        found = found.where(AuditRow.at < wanted.until)
    return found


class Done(NamedTuple):
    """An action on a subject: the id of its row, the action, the time and the details."""

    id: int
    action: str
    at: datetime
    details: dict[str, Any]


def done_since(
    model: type[Model], moment: datetime, *, actions: Iterable[str], circles: Select[UUID] | None = None
) -> dict[UUID, list[Done]]:
    """Return the actions after `moment` on rows of `model` (in `circles`), by subject id, oldest first."""
    query = select(AuditRow.subject_id, AuditRow.id, AuditRow.action, AuditRow.at, AuditRow.details).where(
        AuditRow.subject_type == model.__name__, AuditRow.at > moment, AuditRow.action.in_(list(actions))
    )
    if circles is not None:
        query = query.where(AuditRow.circle_id.in_(circles))
    found: dict[UUID, list[Done]] = {}
    for subject_id, *act in db.session.execute(query.order_by(AuditRow.at, AuditRow.id)):
        found.setdefault(subject_id, []).append(Done(*act))
    return found


class Shown(NamedTuple):
    """Whether a row is hidden from a reader, and its digest in the chain."""

    digest: str | None
    is_hidden: bool


def shown_to(person: Person, ids: Collection[int]) -> dict[int, Shown]:
    """Return the visibility and digest of rows for `person`, by row id."""
    query = select(AuditRow.id, AuditSeal.digest, is_hidden_from(person))
    query = query.outerjoin(AuditSeal, AuditSeal.row_id == AuditRow.id).where(AuditRow.id.in_(ids))
    return {row_id: Shown(digest, bool(hidden)) for row_id, digest, hidden in db.session.execute(query)}


def names_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of people and organisations by id; executes no statement if `ids` is empty."""
    return {row.id: row.name for row in db.session.execute(_named(list(ids))).all()} if ids else {}


def _named(ids: list[UUID]) -> CompoundSelect[UUID, str]:
    return union_all(*(select(model.id, model.name).where(model.id.in_(ids)) for model in (Person, Organisation)))


def _rows() -> Select[Any]:
    """Select rows with the names of the person who acted and of the represented party, an organisation or a person."""
    represented = aliased(Person)
    return (
        select(
            AuditRow.id,
            AuditRow.at,
            AuditRow.action,
            AuditRow.actor_id,
            AuditRow.on_behalf_of_id,
            AuditRow.subject_type,
            AuditRow.subject_id,
            AuditRow.details,
            Person.name.label("who"),
            Organisation.name.label("party"),
            represented.name.label("represented"),
        )
        .outerjoin(Person, Person.id == AuditRow.actor_id)
        .outerjoin(Organisation, Organisation.id == AuditRow.on_behalf_of_id)
        .outerjoin(represented, and_(represented.id == AuditRow.on_behalf_of_id))
    )


def _entries(rows: Sequence[Row[Any]]) -> list[Entry]:
    visible = [row for row in rows if not _is_hidden(row)]
    names = names_of({one for row in visible for one in details.ids_in(row.details)})
    return [_hidden_entry(row) if _is_hidden(row) else _entry(row, names) for row in rows]


def _is_hidden(row: Row[Any]) -> bool:
    return bool(row._mapping.get("is_hidden"))


def _hidden_entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        at=row.at,
        who=None,
        who_id=None,
        for_whom=None,
        action=row.action,
        what=labels.bare(row.action),
        kind="",
        subject_type=None,
        subject_id=None,
        reason="",
        shown=[],
        digest=row.digest,
        is_hidden=True,
    )


def _entry(row: Row[Any], names: dict[UUID, str]) -> Entry:
    return Entry(
        id=row.id,
        at=row.at,
        who=row.who,
        who_id=row.actor_id,
        for_whom=row.party or row.represented,
        action=row.action,
        what=labels.sentence(row.action, row.details, names),
        kind=labels.kind(row.subject_type),
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        reason=str(row.details.get("reason") or ""),
        shown=details.described(row.action, row.details, names, without=labels.in_sentence(row.action)),
        digest=row._mapping.get("digest"),
    )
