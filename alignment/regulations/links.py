"""What hangs on regulations, as far as readers may know: what they block, commitments, agenda items, decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import contains_eager

from agreements.registry.models import Agreement
from alignment.barriers.models import Barrier, BarrierEffect
from alignment.regulations.models import (
    Regulation,
    regulation_agenda_items,
    regulation_circles,
    regulation_decisions,
    revision_commitments,
)
from alignment.regulations.queries import blocked
from alignment.regulations.rules import Level, citation
from alignment.services.models import DataExchange, Service, service_commitments
from app.accounts.models import Person
from app.circles.models import Circle
from app.circles.queries import knows_of
from app.database import alphabetical, db
from app.organisations.models import Organisation, Sector
from commitments.registry.models import IS_OPEN, Commitment
from commitments.registry.queries import visible_to
from commitments.registry.rules import Delivery
from forums.agenda.lookup import readable as readable_items
from forums.agenda.models import AgendaItem
from forums.decisions.models import Decision
from forums.decisions.queries import readable as readable_decisions
from forums.scheduling.models import Forum, Session, SessionState

MOST_EXCHANGES = 200
"""Maximum number of data exchanges that the page of a regulation shows."""


class Code(NamedTuple):
    """A commitment that is named in short."""

    id: UUID
    code: str
    title: str


class Blocked(NamedTuple):
    """A service, commitment or agreement that a regulation blocks, with the part of the regulation that does."""

    barrier_id: UUID
    barrier: str
    part: str
    since: date
    service_id: UUID | None
    service: str | None
    owner: str | None
    commitment_id: UUID | None
    code: str | None
    commitment: str | None
    agreement_id: UUID | None
    agreement: str | None
    waiting: Sequence[Code] = ()
    """Open commitments that serve the service."""

    @property
    def name(self) -> str:
        """The name of what is blocked."""
        return self.service or self.commitment or self.agreement or ""

    @property
    def href(self) -> str:
        """The address of its page; "" if it has none."""
        if self.commitment_id:
            return url_for("commitments.registry.show", commitment_id=self.commitment_id)
        if self.agreement_id:
            return url_for("agreements.registry.show", agreement_id=self.agreement_id)
        return url_for("alignment.services.show", service_id=self.service_id)

    @property
    def barrier_href(self) -> str:
        """The address of the page of the barrier; "" if it has none."""
        return url_for("alignment.barriers.show", barrier_id=self.barrier_id)


def blocked_by(regulation_id: UUID, reader: Person, today: date) -> list[Blocked]:
    """Return what a regulation blocks and `reader` may read, the longest first, in two statements."""
    commitment = (BarrierEffect.commitment_id, Commitment.code, Commitment.title)
    shown = (Barrier.id, Barrier.title, BarrierEffect.part, BarrierEffect.since, BarrierEffect.service_id, Service.name)
    agreement = (BarrierEffect.agreement_id, Agreement.title)
    query = blocked(reader, today).with_only_columns(*shown, Organisation.label, *commitment, *agreement)
    query = query.outerjoin(Service, Service.id == BarrierEffect.service_id)
    query = query.outerjoin(Organisation, Organisation.id == Service.owner_id)
    query = query.outerjoin(Commitment, Commitment.id == BarrierEffect.commitment_id)
    query = query.outerjoin(Agreement, Agreement.id == BarrierEffect.agreement_id)
    query = query.where(Barrier.regulation_id == regulation_id).order_by(BarrierEffect.since, BarrierEffect.id)
    rows = [Blocked._make([*row, ()]) for row in db.session.execute(query)]
    waiting = _waiting([row.service_id for row in rows if row.service_id], reader, today)
    return [row._replace(waiting=waiting.get(row.service_id, ())) if row.service_id else row for row in rows]


def _waiting(service_ids: Collection[UUID], reader: Person, today: date) -> dict[UUID, list[Code]]:
    """Return the open commitments that serve each service."""
    service_id = service_commitments.c.service_id
    query = select(service_id, Commitment.id, Commitment.code, Commitment.title)
    query = query.join(service_commitments, service_commitments.c.commitment_id == Commitment.id)
    query = query.where(service_id.in_(service_ids), IS_OPEN, visible_to(reader, today)).order_by(Commitment.code)
    found: dict[UUID, list[Code]] = {}
    for key, *values in db.session.execute(query):
        found.setdefault(key, []).append(Code._make(values))
    return found


class CarryingRow(NamedTuple):
    """A commitment that carries a revision forward."""

    revision_id: UUID
    id: UUID
    code: str
    title: str
    delivery: Delivery
    current_due: date
    responsible: str
    sector: Sector


def carrying(revision_ids: Collection[UUID], reader: Person, today: date) -> list[CarryingRow]:
    """Return the commitments of revisions that `reader` may read, in the order of their due dates."""
    shown: tuple[Any, ...] = (Commitment.id, Commitment.code, Commitment.title, Commitment.delivery)
    query = select(revision_commitments.c.revision_id, *shown, Commitment.current_due, Organisation.label)
    query = query.add_columns(Organisation.sector)
    query = query.join(revision_commitments, revision_commitments.c.commitment_id == Commitment.id)
    query = query.join(Organisation, Organisation.id == Commitment.responsible_id)
    query = query.where(revision_commitments.c.revision_id.in_(revision_ids), visible_to(reader, today))
    rows = db.session.execute(query.order_by(Commitment.current_due, Commitment.code))
    return [CarryingRow._make(row) for row in rows]


class ItemRow(NamedTuple):
    """An agenda item under which a regulation is discussed, with its session."""

    title: str
    session_id: UUID
    number: int | None
    session_title: str
    series_id: UUID | None
    starts_at: Any
    timezone: str
    state: SessionState
    forum: str


def discussed_in(regulation_id: UUID, reader: Person, today: date) -> list[ItemRow]:
    """Return the agenda items about a regulation that `reader` may read, the latest session first."""
    session: tuple[Any, ...] = (Session.id, Session.number, Session.title, Session.series_id, Session.starts_at)
    query = select(AgendaItem.title, *session, Session.timezone, Session.state, Forum.name)
    query = query.join(AgendaItem.session).join(Session.forum)
    linked = regulation_agenda_items.c.agenda_item_id == AgendaItem.id
    query = query.join(regulation_agenda_items, linked)
    query = query.where(regulation_agenda_items.c.regulation_id == regulation_id, readable_items(reader, today))
    rows = db.session.execute(query.order_by(Session.starts_at.desc(), AgendaItem.id).limit(25))
    return [ItemRow._make(row) for row in rows]


def items_about(regulation_id: UUID, forum_id: UUID) -> Sequence[AgendaItem]:
    """Return all agenda items of a forum about a regulation with their sessions, whoever may read them."""
    own = select(regulation_agenda_items.c.agenda_item_id)
    own = own.where(regulation_agenda_items.c.regulation_id == regulation_id)
    query = select(AgendaItem).join(AgendaItem.session).options(contains_eager(AgendaItem.session))
    return db.session.scalars(query.where(AgendaItem.id.in_(own), Session.forum_id == forum_id)).all()


class DecisionRow(NamedTuple):
    """A decision that names a regulation."""

    id: UUID
    code: str
    text: str
    forum: str


def decided_in(regulation_id: UUID, reader: Person, today: date) -> list[DecisionRow]:
    """Return the decisions that name a regulation and that `reader` may read, the latest first."""
    query = select(Decision.id, Decision.code, Decision.text, Forum.name).join(Decision.forum)
    query = query.join(regulation_decisions, regulation_decisions.c.decision_id == Decision.id)
    query = query.where(regulation_decisions.c.regulation_id == regulation_id, readable_decisions(reader, today))
    rows = db.session.execute(query.order_by(Decision.decided_at.desc(), Decision.code).limit(25))
    return [DecisionRow._make(row) for row in rows]


class CircleRow(NamedTuple):
    """A forum or an agreement that works under a regulation."""

    id: UUID
    name: str
    slug: str | None
    agreement_id: UUID | None

    @property
    def href(self) -> str:
        """The address of its page."""
        if self.slug:
            return url_for("forums.scheduling.show", slug=self.slug)
        return url_for("agreements.registry.show", agreement_id=self.agreement_id)


def works_under(regulation_id: UUID, reader: Person, today: date) -> list[CircleRow]:
    """Return the forums and agreements that work under a regulation and of which `reader` may know."""
    query = select(Circle.id, Circle.name, Forum.slug, Agreement.id)
    query = query.outerjoin(Forum, Forum.circle_id == Circle.id).outerjoin(Agreement, Agreement.circle_id == Circle.id)
    query = query.join(regulation_circles, regulation_circles.c.circle_id == Circle.id)
    query = query.where(regulation_circles.c.regulation_id == regulation_id, knows_of(Circle.id, reader, today))
    return [CircleRow._make(row) for row in db.session.execute(query.order_by(alphabetical(Circle.name), Circle.id))]


class ExchangeRow(NamedTuple):
    """A data exchange of a service."""

    service_id: UUID
    service: str
    what: str
    basis: str


def exchanges_under(regulation_id: UUID) -> list[ExchangeRow]:
    """Return the data exchanges of services in use whose legal basis is a regulation."""
    query = select(Service.id, Service.name, DataExchange.what, DataExchange.basis).join(DataExchange.service)
    query = query.where(DataExchange.regulation_id == regulation_id, Service.archived_at.is_(None))
    ordered = query.order_by(alphabetical(Service.name), DataExchange.what, DataExchange.id).limit(MOST_EXCHANGES)
    return [ExchangeRow._make(row) for row in db.session.execute(ordered)]


def place(regulation_id: UUID, circle_ids: Collection[UUID], *, among: Collection[UUID]) -> None:
    """Set which circles of `among` work under a regulation."""
    own = regulation_circles.c.regulation_id == regulation_id
    db.session.execute(delete(regulation_circles).where(own, regulation_circles.c.circle_id.in_(among)))
    if circle_ids:
        rows = [{"regulation_id": regulation_id, "circle_id": one} for one in circle_ids]
        db.session.execute(insert(regulation_circles), rows)


class NamedRegulation(NamedTuple):
    """A regulation that something else names."""

    id: UUID
    level: Level
    number: str
    year: int
    title: str

    @property
    def citation(self) -> str:
        """Return how it is cited in short."""
        return citation(self.level, self.number, self.year)


def named_by(decision_id: UUID) -> list[NamedRegulation]:
    """Return the regulations that a decision names."""
    query = select(*(getattr(Regulation, name) for name in NamedRegulation._fields))
    query = query.join(regulation_decisions, regulation_decisions.c.regulation_id == Regulation.id)
    query = query.where(regulation_decisions.c.decision_id == decision_id)
    return [
        NamedRegulation._make(row) for row in db.session.execute(query.order_by(Regulation.year, Regulation.number))
    ]


def mark_of(named: Iterable[NamedRegulation]) -> str:
    """Return a mark of which regulations are named, for a form that must not overwrite what it did not show."""
    return " ".join(sorted(str(one.id) for one in named))


def name_in(decision_id: UUID, regulation_ids: Collection[UUID]) -> None:
    """Set the regulations that a decision names."""
    db.session.execute(delete(regulation_decisions).where(regulation_decisions.c.decision_id == decision_id))
    if regulation_ids:
        rows = [{"regulation_id": one, "decision_id": decision_id} for one in regulation_ids]
        db.session.execute(insert(regulation_decisions), rows)


def carry_with(revision_id: UUID, commitment_id: UUID) -> None:
    """Link a commitment to the revision that it carries forward."""
    values = {"revision_id": revision_id, "commitment_id": commitment_id}
    db.session.execute(insert(revision_commitments).values(values))


def discuss_in(regulation_id: UUID, agenda_item_id: UUID) -> None:
    """Link an agenda item to the regulation that it is about."""
    values = {"regulation_id": regulation_id, "agenda_item_id": agenda_item_id}
    db.session.execute(insert(regulation_agenda_items).values(values))


def discussed_under(agenda_item_id: UUID) -> Sequence[UUID]:
    """Return the ids of the regulations that an agenda item is about."""
    query = select(regulation_agenda_items.c.regulation_id)
    return db.session.scalars(query.where(regulation_agenda_items.c.agenda_item_id == agenda_item_id)).all()
