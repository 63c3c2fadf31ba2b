"""Queries of agreements; SQL conditions exclude what a person may not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.rows import COLUMNS, AgreementRow, Relative, Side
from agreements.registry.rules import EXPIRING_WITHIN, LONGEST_NOTICE, MAKING, Stage, Term, Validity
from app.accounts.models import HOLDS_A_ROLE, Person
from app.circles.models import Circle, Classification, Seat
from app.circles.queries import circles_of, knows_of, opened_by_role, readable_by_role
from app.database import alphabetical, db
from app.organisations.models import Contact, Organisation
from app.search.trigrams import Sought, within
from app.web.pagination import Paged, in_pages, paged

PUBLISHED = (Stage.SIGNED, Stage.RENEWED, Stage.TERMINATED)
"""Stages in which everyone may read the summary of a public agreement."""
TERM = tuple(one.name for one in fields(Term))
VALID = (Stage.SIGNED, Stage.RENEWED)


ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "end": (Agreement.expires_on.is_(None), Agreement.expires_on.asc(), Agreement.title.asc()),
    "-end": (Agreement.expires_on.is_(None), Agreement.expires_on.desc(), Agreement.title.asc()),
    "title": (Agreement.title.asc(),),
    "-title": (Agreement.title.desc(),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Filters of a list; every field comes from the query string."""

    text: str = ""
    mine: bool = False
    everything: bool = False
    kind: AgreementKind | None = None
    stage: Stage | None = None
    validity: Validity | None = None
    party_id: UUID | None = None
    order: str = "end"


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of agreements, and the organisations that are their parties as (id, name), ordered by name."""

    agreements: Paged[AgreementRow]
    organisations: tuple[tuple[str, str], ...]


def for_detail(agreement_id: UUID) -> Agreement | None:
    """Return an agreement with its circle and parties, in one statement, or None."""
    return db.session.scalars(_for_detail(agreement_id)).unique().first()


def _for_detail(agreement_id: UUID) -> Select[Agreement]:
    return select(Agreement).where(Agreement.id == agreement_id).options(joinedload(Agreement.parties))


def lock(agreement: Agreement) -> None:
    """Lock the agreement's row and read its stage, which no concurrent transaction changes until this one ends."""
    db.session.refresh(agreement, ["stage", "version"], with_for_update=True)


def with_agreement(part: Any, agreement_id: UUID) -> Any:
    """Set `part.agreement`, loaded with its circle and parties, and return `part`; None if there is no agreement."""
    agreement = for_detail(agreement_id)
    if agreement:
        set_committed_value(part, "agreement", agreement)
    return part if agreement else None


def readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `person` may read an agreement: as a party, by role, or its public summary."""
    open_to_all = select(Circle.id).where(Circle.classification == Classification.PUBLIC)
    return or_(
        readable_whole(person, today),
        and_(Agreement.stage.in_(PUBLISHED), Agreement.circle_id.in_(open_to_all)),
    )


def readable_whole(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `person` may read all of an agreement."""
    return knows_of(Agreement.circle_id, person, today)


def soon(today: date) -> date:
    """Return the last day for which an agreement that ends on it counts as expiring."""
    return today + timedelta(days=EXPIRING_WITHIN)


def is_valid(validity: Validity, today: date, soon: date) -> ColumnElement[bool]:
    """Return the condition that an agreement has this validity on `today`; it must agree with `Term.validity`."""
    ends, begins = Agreement.expires_on, Agreement.effective_on
    expired = and_(ends.is_not(None), ends < today)
    upcoming = and_(begins.is_not(None), begins > today)
    near = and_(ends.is_not(None), ends <= soon, Agreement.stage == Stage.SIGNED)
    conditions = {
        Validity.EXPIRED: expired,
        Validity.UPCOMING: and_(~expired, upcoming),
        Validity.EXPIRING: and_(~expired, ~upcoming, near),
        Validity.ACTIVE: and_(~expired, ~upcoming, ~near),
    }
    return and_(Agreement.stage.in_(VALID), conditions[validity])


def listed(person: Person, filters: Filters, today: date) -> Listed:
    """Return the requested page of the agreements that `person` may read, in two statements."""
    found = paged(lambda values: AgreementRow(*values), _listed(person, filters, today, soon(today)))
    sides: dict[UUID, list[Side]] = {line.id: [] for line in found.rows}
    names = {}
    for agreement_id, sector, organisation_id, name, label in (
        db.session.execute(_parties(list(sides))).all() if sides else ()
    ):
        sides[agreement_id].append(Side(sector, label))
        names[str(organisation_id)] = name
    lines = tuple(line._replace(parties=tuple(sides[line.id])) for line in found.rows)
    return Listed(replace(found, rows=lines), tuple(sorted(names.items(), key=lambda one: one[1].lower())))


def exported(person: Person, filters: Filters, today: date, *, most: int) -> list[AgreementRow]:
    """Return all agreements that `person` may read and `filters` let through, `most` at most, in two statements."""
    query = _narrowed(select(Agreement), person, filters, today, soon(today))
    query = query.order_by(*ORDERS[filters.order], Agreement.id).limit(most)
    shown: Select[Any] = query.with_only_columns(*COLUMNS, number_known_to(person))
    rows = [AgreementRow(*values) for values in db.session.execute(shown)]
    sides: dict[UUID, list[Side]] = {row.id: [] for row in rows}
    for agreement_id, sector, _id, name, _label in db.session.execute(_parties(list(sides))):
        sides[agreement_id].append(Side(sector, name))
    return [row._replace(parties=tuple(sides[row.id])) for row in rows]


def _listed(person: Person, filters: Filters, today: date, soon: date) -> Select[Any]:
    chosen = _narrowed(select(Agreement), person, filters, today, soon)
    chosen = chosen.order_by(*ORDERS[filters.order], Agreement.id)
    return in_pages(chosen, *COLUMNS, number_known_to(person))


def _parties(agreement_ids: list[UUID]) -> Select[Any]:
    """Select agreement id, sector, and id, name and label of the organisation of parties, in the order of the text."""
    shown: tuple[Any, ...] = (Party.agreement_id, Seat.sector, Organisation.id, Organisation.name, Organisation.label)
    query = select(*shown).join(Party.seat).join(Seat.organisation)
    return query.where(Party.agreement_id.in_(agreement_ids)).order_by(Party.position)


def found(person: Person, filters: Filters, today: date) -> Select[Agreement]:
    """Select the agreements that `person` may read and that match `filters`, unordered."""
    return _narrowed(select(Agreement), person, filters, today, soon(today))


def family(agreement: Agreement, person: Person, today: date) -> list[Relative]:
    """Return the related agreements that `person` may read, oldest first; 50 at most."""
    return list(map(Relative._make, db.session.execute(_family(agreement.id, above(agreement), person, today)).all()))


def _family(agreement_id: UUID, above: list[UUID], person: Person, today: date) -> Select[*tuple[Any, ...]]:
    query = relatives(agreement_id, above, person, today).order_by(Agreement.created_at, Agreement.id).limit(50)
    return query.with_only_columns(Agreement.id, Agreement.kind, Agreement.title, Agreement.renews_id)


def above(agreement: Agreement) -> list[UUID]:
    """Return the ids of the agreements that this one carries out, amends or renews."""
    return [one for one in (agreement.parent_id, agreement.renews_id) if one]


def relatives(agreement_id: UUID, above: Sequence[UUID], person: Person, today: date) -> Select[Agreement]:
    """Select the readable agreements `above` this one, and those that carry out, amend or renew it."""
    related = or_(Agreement.id.in_(above), Agreement.parent_id == agreement_id, Agreement.renews_id == agreement_id)
    return select(Agreement).where(related, readable(person, today))


def of_organisation(organisation_id: UUID, person: Person, today: date, most: int = 10) -> list[AgreementRow]:
    """Return the agreements of an organisation that `person` may read, newest first; `most` at most."""
    found = db.session.execute(_of_organisation(organisation_id, person, today, most=most)).all()
    return [AgreementRow(*values) for values in found]


def _of_organisation(organisation_id: UUID, person: Person, today: date, *, most: int) -> Select[Any]:
    query = select(*COLUMNS).where(Agreement.id.in_(_made_by(organisation_id)), readable(person, today))
    return query.order_by(Agreement.created_at.desc(), Agreement.id).limit(most)


class Ending(NamedTuple):
    """An agreement that ends."""

    id: UUID
    title: str
    term: Term


def expiring(person: Person, today: date, days: int = EXPIRING_WITHIN, most: int = 20) -> list[Ending]:
    """Return the signed agreements that end within `days` from `today` and that `person` may read in full, by end."""
    found = db.session.execute(_expiring(person, today, today + timedelta(days=days), most=most)).all()
    return [Ending(row.id, row.title, Term(**dict(zip(TERM, row[2:], strict=True)))) for row in found]


def _expiring(person: Person, today: date, until: date, *, most: int) -> Select[*tuple[Any, ...]]:
    term = (getattr(Agreement, name) for name in TERM)
    query = select(Agreement.id, Agreement.title, *term).where(
        readable_whole(person, today), Agreement.stage == Stage.SIGNED, Agreement.expires_on.between(today, until)
    )
    return query.order_by(Agreement.expires_on, Agreement.title).limit(most)


def objected(person: Person, today: date) -> Select[UUID, str]:
    """Select the id of the signed agreements to whose present end parties object, and that `person` may read in full.

    `parties` are the names of those who object, separated by commas.
    """
    names = func.aggregate_strings(Organisation.name, ", ").label("parties")
    query = select(Agreement.id, names).join(Agreement.parties).join(Party.seat).join(Seat.organisation)
    query = query.where(readable_whole(person, today), Agreement.stage == Stage.SIGNED)
    return query.where(Party.objected_to == Agreement.expires_on).group_by(Agreement.id)


def to_announce(today: date) -> Sequence[Agreement]:
    """Return the signed agreements whose notice date has come and whose end was not yet announced."""
    far = today + timedelta(days=LONGEST_NOTICE)
    query = (
        select(Agreement)
        .where(
            Agreement.stage == Stage.SIGNED,
            Agreement.expires_on <= far,
            or_(Agreement.notified_for.is_(None), Agreement.notified_for != Agreement.expires_on),
        )
        .options(selectinload(Agreement.parties))
        .order_by(Agreement.expires_on, Agreement.id)
    )
    return [one for one in db.session.scalars(query) if one.term.notice_on and one.term.notice_on <= today]


def number_known_to(person: Person) -> ColumnElement[str]:
    """Return the agreement's number for `person`, as a scalar subquery; it must agree with `panels.number_for`."""
    own, opened = Seat.organisation_id == person.organisation_id, opened_by_role(Agreement.circle_id, person)
    numbers = select(Party.reference_number).join(Party.seat).correlate(Agreement)
    numbers = numbers.where(Party.agreement_id == Agreement.id, Party.reference_number != "", or_(own, opened))
    return numbers.order_by(case((own, 0), else_=1), Party.position).limit(1).scalar_subquery()


def matches(person: Person, sought: Sought) -> ColumnElement[bool]:
    """Return the condition that the title, or a number that `person` may see, contains the searched text."""
    numbered = select(Party.agreement_id).where(within(sought, Party.reference_number))
    if not readable_by_role(person):
        own = select(Seat.id).where(Seat.organisation_id == person.organisation_id)
        numbered = numbered.where(Party.seat_id.in_(own))
    return or_(within(sought, Agreement.title), Agreement.id.in_(numbered))


def choices(
    person: Person, today: date, *, besides: UUID | None = None, most: int = 500
) -> list[tuple[str, Agreement]]:
    """Return the choices of agreements that another may carry out, amend or renew, ordered by title."""
    query = select(Agreement).where(readable_whole(person, today), Agreement.stage != Stage.CANCELLED)
    if besides:
        query = query.where(Agreement.id != besides)
    found = db.session.scalars(query.order_by(Agreement.title, Agreement.id).limit(most))
    return [(str(one.id), one) for one in found]


def people_to_name(agreement: Agreement) -> set[UUID]:
    """Return the ids of the people to name in an agreement's circle: its keeper and the contacts of its parties."""
    parties = [party.seat.organisation_id for party in agreement.parties]
    found = db.session.scalars(select(Contact.person_id).where(Contact.organisation_id.in_(parties)))
    return {agreement.keeper_id, *found}


def coordinators() -> Sequence[Person]:
    """Return the coordinators with an active account, ordered by name."""
    query = select(Person).where(
        HOLDS_A_ROLE, Person.is_coordinator.is_(True), Person.joined_at.is_not(None), Person.suspended_at.is_(None)
    )
    return db.session.scalars(query.order_by(alphabetical(Person.name), Person.id)).all()


def _made_by(organisation_id: UUID) -> Select[Any]:
    """Select the ids of the agreements of which an organisation is a party."""
    return (
        select(Party.agreement_id).join(Seat, Seat.id == Party.seat_id).where(Seat.organisation_id == organisation_id)
    )


def _narrowed(query: Select[Any], person: Person, filters: Filters, today: date, soon: date) -> Select[Any]:
    query = query.where(readable(person, today))
    if filters.text:
        query = query.where(matches(person, Sought.of(filters.text)))
    if filters.mine:
        query = query.where(Agreement.circle_id.in_(circles_of(person.organisation_id, today)))
    if filters.kind:
        query = query.where(Agreement.kind == filters.kind)
    if filters.party_id:
        query = query.where(Agreement.id.in_(_made_by(filters.party_id)))
    if filters.validity:
        query = query.where(is_valid(filters.validity, today, soon))
    if filters.stage:
        query = query.where(Agreement.stage == filters.stage)
    if filters.validity or filters.stage or filters.everything or filters.text or filters.party_id:
        return query
    living = or_(Agreement.expires_on.is_(None), Agreement.expires_on >= today)
    return query.where(or_(Agreement.stage.in_(MAKING), and_(Agreement.stage == Stage.SIGNED, living)))
