"""Queries of the list of commitments: a page, all rows for export, the counts of tabs, and the choices of filters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    Uuid,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    select,
    union_all,
)

from app.accounts.models import Person
from app.circles.models import Circle, Seat
from app.circles.queries import knows_of
from app.database import alphabetical, db
from app.organisations.models import Organisation
from app.web.pagination import COUNTED, Paged, in_pages, paged
from commitments.blockers.models import Blocker
from commitments.listing.rows import COLUMNS, ListedRow, Surroundings, Verifier
from commitments.listing.rules import Group, end_of_week
from commitments.milestones.queries import late_milestones
from commitments.registry.models import Commitment
from commitments.registry.queries import ORDERS, Filters, counted, found
from commitments.registry.rules import OPEN, OWED, Delivery
from commitments.waiting.queries import first_awaited

MOST_EXPORTED = 10_000
OFFERED = 50
"""How many circles and organisations the filters offer; others are found by searching."""


def listed(person: Person, filters: Filters, group: Group, today: date) -> Paged[ListedRow]:
    """Return the requested page of the commitments that `person` may read, in one statement."""
    page = in_pages(_ordered(person, filters, group, today), *COLUMNS, *_marks(person, today))
    return paged(ListedRow._make, _joined(page))


def exported(person: Person, filters: Filters, group: Group, today: date) -> list[ListedRow]:
    """Return all commitments that match, at most `MOST_EXPORTED`, in the order of the list."""
    columns = (*COLUMNS, *_marks(person, today))
    query = _ordered(person, filters, group, today).with_only_columns(*columns, maintain_column_froms=True)
    return list(map(ListedRow._make, db.session.execute(_joined(query).limit(MOST_EXPORTED)).all()))


def _marks(person: Person, today: date) -> tuple[Any, ...]:
    """Return what the status column says besides the status: what is awaited, late milestones, and the barrier."""
    barrier = select(Blocker.kind).where(Blocker.commitment_id == Commitment.id, Blocker.removed_at.is_(None))
    return (
        first_awaited(Commitment.id, person, today),
        late_milestones(Commitment.id, today),
        barrier.limit(1).correlate(Commitment).scalar_subquery(),
    )


def _joined(query: Select[Any]) -> Select[Any]:
    query = query.join(Commitment.responsible).join(Verifier, Verifier.id == Commitment.verifier_id)
    return query.join(Circle, Circle.id == Commitment.circle_id)


def _ordered(person: Person, filters: Filters, group: Group, today: date) -> Select[Any]:
    """Select what matches, with the rows of each group together."""
    query, order = found(person, filters, today), ORDERS[filters.order]
    if group is Group.CIRCLE:
        return query.order_by(None).order_by(alphabetical(Circle.name), Circle.id, *order)
    if group is Group.RESPONSIBLE:
        return query.order_by(None).order_by(alphabetical(Organisation.name), Organisation.id, *order)
    if group is Group.STATE:
        ranks = {delivery.value: rank for rank, delivery in enumerate(Delivery)}
        return query.order_by(None).order_by(case(ranks, value=Commitment.delivery), *order)
    if group is Group.DUE and filters.order not in ("due", "-due"):
        return query.order_by(None).order_by(_due_rank(today), *order)
    return query  # in the order of due dates groups are formed on each page, so that the index gives the order


def _due_rank(today: date) -> Any:
    """Return the place of the group of a commitment: `rules.due_group` in SQL."""
    delivery, due = Commitment.delivery, Commitment.current_due
    return case(
        (delivery.not_in(OPEN), 4),
        (due > end_of_week(today), 3),
        (due >= today, 2),
        (delivery.in_(OWED), 0),
        else_=1,
    )


def surroundings(person: Person, saved: Sequence[Filters], today: date) -> Surroundings:
    """Return the counts of the tabs and of saved views, and the choices of filters, in one statement.

    The choices are the circles that the person knows and the organisations with seats in them: they do not depend on
    which commitments exist, which the person may not know.
    """
    tabs = (
        Filters(),
        Filters(overdue_on=today),
        Filters(waiting_for_id=person.organisation_id),
        Filters(report_due_on=today, states=frozenset(Delivery)),
        Filters(states=frozenset(Delivery)),
        *saved,
    )
    counts = [_count(person, tab, today, number) for number, tab in enumerate(tabs)]
    known = knows_of(Circle.id, person, today)
    rows = db.session.execute(union_all(*counts, select(_circles(known)), select(_organisations(known)))).all()
    named: dict[str, list[tuple[str, str]]] = {"forum": [], "agreement": [], "organisation": []}
    numbers = [0] * len(tabs)
    for what, key, name, number, place in rows:
        if what == "count":
            numbers[place] = number
        else:
            named[what].append((str(key), name))
    is_open, overdue, waiting, report_due, every, *of_saved = numbers
    return Surroundings(
        open=is_open,
        overdue=overdue,
        waiting=waiting,
        report_due=report_due,
        every=every,
        saved=tuple(of_saved),
        forums=named["forum"],
        agreements=named["agreement"],
        organisations=named["organisation"],
    )


def _count(person: Person, filters: Filters, today: date, place: int) -> Select[Any]:
    some: Select[Any] = counted(person, filters, today).with_only_columns(
        literal_column("1"), maintain_column_froms=True
    )
    number = select(func.count()).select_from(some.limit(COUNTED + 1).subquery()).scalar_subquery()
    no_id = cast(null(), Uuid()).label("id")
    return select(literal("count").label("what"), no_id, literal("").label("name"), number.label("number"), _at(place))


def _circles(known: ColumnElement[bool]) -> Subquery:
    """Return the first circles by name, as rows like those of `_count`."""
    shown = (cast(Circle.kind, String).label("what"), Circle.id, Circle.name, literal(0).label("number"), _at(0))
    return select(*shown).where(known).order_by(alphabetical(Circle.name), Circle.id).limit(OFFERED).subquery()


def _organisations(known: ColumnElement[bool]) -> Subquery:
    """Return the first organisations with seats by name, as rows like those of `_count`."""
    seated = select(Seat.organisation_id).join(Circle, Circle.id == Seat.circle_id).where(known)
    name = Organisation.label.label("name")
    shown = (literal("organisation").label("what"), Organisation.id, name, literal(0).label("number"), _at(0))
    query = select(*shown).where(Organisation.id.in_(seated), Organisation.archived_at.is_(None))
    return query.order_by(alphabetical(Organisation.label), Organisation.id).limit(OFFERED).subquery()


def _at(place: int) -> ColumnElement[int]:
    return literal(place).label("place")
