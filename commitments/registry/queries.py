"""Queries of commitments; SQL conditions exclude what a person may not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, union
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accounts.models import Person
from app.circles.models import Circle, Classification, NamedPerson, Seat, Steward
from app.circles.queries import (
    belongs_in,
    circles_naming,
    circles_of,
    is_named,
    knows_of,
    opened_by_role,
    secret_circles,
)
from app.database import alphabetical, db
from app.organisations.models import Organisation, Sector
from app.search.trigrams import Sought, contains, listed_by, within
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry.models import IS_OPEN, IS_REPORTED, Commitment, contributions
from commitments.registry.rows import COLUMNS, CommitmentRow
from commitments.registry.rules import DAYS_BETWEEN_REPORTS, OPEN, OWED, Delivery, Funds, Plan, Visibility

FIRST = 5
"""Number of commitments on pages about other objects."""
IS_OWED = and_(IS_OPEN, Commitment.delivery.not_in(OPEN - OWED))
"""Condition that a commitment is binding and not delivered, written so that the index of open ones can be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Filters of a list; every field comes from the query string."""

    text: str = ""
    states: frozenset[Delivery] = OPEN
    overdue_on: date | None = None
    responsible_id: UUID | None = None
    verifier_id: UUID | None = None
    waiting_for_id: UUID | None = None
    """The organisation whose act is awaited."""
    codes: tuple[str, ...] = ()
    sector: Sector | None = None
    circle_id: UUID | None = None
    plan: Plan | None = None
    funds: Funds | None = None
    report_due_on: date | None = None
    """The day on which reports are awaited."""
    order: str = "due"


ORDERS = {
    "due": (Commitment.current_due, Commitment.code),
    "-due": (Commitment.current_due.desc(), Commitment.code.desc()),
    "code": (Commitment.code,),
    "-code": (Commitment.code.desc(),),
    "progress": (Commitment.progress, Commitment.code),
    "-progress": (Commitment.progress.desc(), Commitment.code),
}


def is_party(person: Person, commitment: Commitment) -> bool:
    """Return whether the person's organisation is responsible, verifier or contributor."""
    own = person.organisation_id
    if own in {commitment.responsible_id, commitment.verifier_id}:
        return True
    return any(helper.id == own for helper in commitment.contributors)


def reads_secret(person: Person, commitment: Commitment) -> bool:
    """Return whether a person may read a commitment of a secret circle: named in the circle or the commitment."""
    if person.id in {commitment.responsible_person_id, commitment.proposed_by_id}:
        return True
    reads = commitment.visibility is not Visibility.PARTIES or is_party(person, commitment)
    return reads and is_named(person.id, commitment.circle_id)


def people_named(circle_id: UUID, organisation_id: UUID) -> Sequence[Person]:
    """Return the people of an organisation who are named in a circle, ordered by name."""
    named = select(NamedPerson.person_id).where(NamedPerson.circle_id == circle_id)
    query = select(Person).where(Person.organisation_id == organisation_id, Person.id.in_(named))
    return db.session.scalars(query.order_by(alphabetical(Person.name), Person.id)).all()


def visible_to(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `person` may read a commitment; it must agree with `policies.read_commitment`."""
    circle, visibility = Commitment.circle_id, Commitment.visibility
    in_public = circle.in_(select(Circle.id).where(Circle.classification == Classification.PUBLIC))
    return or_(
        opened_by_role(circle, person),  # first, so that the other conditions need no evaluation where it is true
        and_(_is_party(person), open_to_parties(person)),
        and_(visibility == Visibility.PUBLIC, in_public),
        and_(visibility != Visibility.PARTIES, belongs_in(circle, person, today)),
        Commitment.id.in_(_secrets_naming(person)),
    )


def open_to_parties(person: Person) -> ColumnElement[bool]:
    """Return the condition that a commitment is not secret, or that the person is named in it or in its circle."""
    return or_(
        Commitment.circle_id.not_in(secret_circles()),
        Commitment.circle_id.in_(circles_naming(person.id)),
        Commitment.id.in_(_secrets_naming(person)),
    )


def _is_party(person: Person) -> ColumnElement[bool]:
    """Return the condition that the person's organisation is responsible, verifier or contributor."""
    own = person.organisation_id
    # an uncorrelated subquery, evaluated once: evaluated per row it would double the cost of counting a frequent word
    helping = select(contributions.c.commitment_id).where(contributions.c.organisation_id == own)
    return or_(Commitment.responsible_id == own, Commitment.verifier_id == own, Commitment.id.in_(helping))


def circles_of_own(person: Person) -> Select[UUID]:
    """Select the circles of which a person need not know to read a commitment: their own side's, or naming them."""
    own = person.organisation_id
    helping = select(contributions.c.commitment_id).where(contributions.c.organisation_id == own)
    sides = (
        Commitment.responsible_id == own,
        Commitment.verifier_id == own,
        Commitment.id.in_(helping),
        Commitment.id.in_(_secrets_naming(person)),
    )
    # each by its own index; with OR the databases read all commitments
    every = union(*(select(Commitment.circle_id).where(one) for one in sides)).subquery()
    return select(every.c.circle_id)


def _secrets_naming(person: Person) -> Select[UUID]:
    """Select the ids of the few commitments of secret circles that name the person themselves."""
    named = or_(Commitment.responsible_person_id == person.id, Commitment.proposed_by_id == person.id)
    return select(Commitment.id).where(Commitment.circle_id.in_(secret_circles()), named)


def found(person: Person, filters: Filters, today: date) -> Select[Commitment]:
    """Select the commitments that `person` may read and that match `filters`, in the order of `filters`."""
    query = matching(person, filters, today)
    if filters.text:
        query = query.where(or_(listed_by(filters.text, Commitment.code, Commitment.title), _of_parties(filters.text)))
    return query.order_by(*ORDERS[filters.order])


def counted(person: Person, filters: Filters, today: date) -> Select[Commitment]:
    """Select the same, without an order, to be counted."""
    query = matching(person, filters, today)
    if not filters.text:
        return query
    sought = Sought.of(filters.text)
    return query.where(or_(contains(sought, Commitment.code, Commitment.title), _of_parties(filters.text)))


def matching(person: Person, filters: Filters, today: date) -> Select[Commitment]:
    """Select the commitments that `person` may read and that match `filters`, whatever text they contain."""
    query = select(Commitment).where(visible_to(person, today), _in_states(filters.states))
    if filters.overdue_on:
        query = query.where(is_overdue(filters.overdue_on))
    if filters.responsible_id:
        query = query.where(Commitment.responsible_id == filters.responsible_id)
    if filters.verifier_id:
        query = query.where(Commitment.verifier_id == filters.verifier_id)
    if filters.waiting_for_id:
        query = query.where(waits_for(filters.waiting_for_id))
    if filters.codes:
        query = query.where(Commitment.code.in_(filters.codes))
    if filters.circle_id:
        query = query.where(Commitment.circle_id == filters.circle_id)
    if filters.sector:
        of_sector = select(Organisation.id).where(Organisation.sector == filters.sector)
        query = query.where(Commitment.responsible_id.in_(of_sector))
    return _with_particulars(query, filters)


def _with_particulars(query: Select[Commitment], filters: Filters) -> Select[Commitment]:
    """Return the query, filtered by plan, source of funds and awaited reports."""
    if filters.plan:
        query = query.where(Commitment.plan == filters.plan)
    if filters.funds:
        query = query.where(Commitment.funds == filters.funds)
    if filters.report_due_on:
        query = query.where(awaits_report(filters.report_due_on))
    return query


def _of_parties(text: str) -> ColumnElement[bool]:
    """Return the condition that the name of the responsible organisation or person contains `text`."""
    sought = Sought.of(text)
    organisations = select(Organisation.id).where(within(sought, Organisation.name, Organisation.short_name))
    people = select(Person.id).where(within(sought, Person.name))
    return or_(Commitment.responsible_id.in_(organisations), Commitment.responsible_person_id.in_(people))


def waits_for(organisation_id: UUID) -> ColumnElement[bool]:
    """Return the condition that an open commitment waits for an organisation.

    It must answer a proposal, deliver, verify, or answer another date or a request for an extension.
    """
    asked = select(Extension.commitment_id).where(Extension.state == ExtensionState.ASKED)
    responsible, verifier = Commitment.responsible_id == organisation_id, Commitment.verifier_id == organisation_id
    to_verify = Commitment.delivery.in_((Delivery.SUBMITTED, Delivery.COUNTER_PROPOSED))
    return and_(
        IS_OPEN,
        or_(
            and_(responsible, Commitment.delivery.in_({Delivery.PROPOSED, *OWED})),
            and_(verifier, or_(to_verify, Commitment.id.in_(asked))),
        ),
    )


def _in_states(states: frozenset[Delivery]) -> ColumnElement[bool]:
    """Return the condition that a commitment is in one of `states`; open ones have a partial index."""
    if len(states) == len(Delivery):  # a condition that is always true would keep the database from using date order
        return true()
    return IS_OPEN if states == OPEN else IS_OWED if states == OWED else Commitment.delivery.in_(states)


def is_overdue(today: date) -> ColumnElement[bool]:
    """Return the condition that a commitment is binding, not delivered, and past its current due date."""
    return and_(IS_OWED, Commitment.current_due < today)


def awaits_report(today: date) -> ColumnElement[bool]:
    """Return the condition that a report is awaited: `CommitmentFacts.awaits_report` in SQL.

    It names the partial index of the few commitments with a rhythm, and not that of open ones.
    """
    last = func.coalesce(Commitment.progress_on, Commitment.accepted_on)
    due = (
        and_(Commitment.rhythm == rhythm, last <= today - timedelta(days=days))
        for rhythm, days in DAYS_BETWEEN_REPORTS.items()
    )
    return and_(IS_REPORTED, Commitment.delivery.not_in(frozenset(Delivery) - OWED), or_(*due))


def first_owed(
    circle_id: UUID, person: Person, today: date, *, responsible_id: UUID | None = None
) -> list[CommitmentRow]:
    """Return the `FIRST` open commitments of a circle that `person` may read, ordered by due date.

    With `responsible_id`, only those of that organisation.
    """
    filters = Filters(circle_id=circle_id, responsible_id=responsible_id)
    return list(map(CommitmentRow._make, db.session.execute(_first(person, filters, today)).all()))


def _first(person: Person, filters: Filters, today: date) -> Select[Any]:
    return found(person, filters, today).with_only_columns(*COLUMNS).join(Commitment.responsible).limit(FIRST)


def for_detail(commitment_id: UUID) -> Commitment | None:
    """Return a commitment with the relations that its page shows, in one statement, or None."""
    return db.session.scalars(_for_detail(commitment_id)).unique().one_or_none()


def _for_detail(commitment_id: UUID) -> Select[Commitment]:
    helper = aliased(Organisation)
    return (  # separate outer joins: for a nested join SQLite would scan all contributions
        select(Commitment)
        .outerjoin(contributions, contributions.c.commitment_id == Commitment.id)
        .outerjoin(helper, helper.id == contributions.c.organisation_id)
        .outerjoin(Commitment.milestones)
        .where(Commitment.id == commitment_id)
        .options(
            contains_eager(Commitment.milestones),
            joinedload(Commitment.responsible_person).lazyload(Person.organisation),
            contains_eager(Commitment.contributors.of_type(helper)),
        )
    )


def circles_to_propose_in(person: Person, today: date) -> Sequence[Circle]:
    """Return the circles in which a person may propose commitments, ordered by name; 200 at most."""
    known = knows_of(Circle.id, person, today)
    query = select(Circle).where(known).order_by(alphabetical(Circle.name)).limit(200)
    if person.is_coordinator:
        return db.session.scalars(query).all()
    seated = circles_of(person.organisation_id, today).where(Seat.observer.is_(False))
    serving = select(Steward.circle_id).where(Steward.person_id == person.id)
    return db.session.scalars(query.where(or_(Circle.id.in_(seated), Circle.id.in_(serving)))).all()


def verifies_something(person: Person) -> bool:
    """Return whether a person's organisation is the verifier of an open commitment."""
    query = select(Commitment.id).where(Commitment.verifier_id == person.organisation_id, IS_OPEN)
    return db.session.scalar(query.limit(1)) is not None
