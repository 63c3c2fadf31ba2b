"""Queries of the board: requests and agreements in progress, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from agreements.making.models import Holding
from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.queries import readable_whole
from agreements.registry.rules import MAKING, Stage
from app.accounts.models import Person
from app.circles.models import Seat
from app.clock import local_date
from app.database import db
from app.organisations.models import Organisation, Sector
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from cooperation.requests.listing import SHOWN, RequestRow, with_names
from cooperation.requests.models import CooperationRequest, RequestAgreement
from cooperation.requests.queries import has_living_agreement, readable
from cooperation.requests.rules import OPEN, RequestState
from forums.agenda.models import AgendaItem, ItemState
from forums.scheduling.models import Session
from forums.scheduling.queries import readable_forums

MOST = 200
"""Maximum number of requests, and of agreements, on the board: those that have been in their stage longest."""
MEASURED = 1000
"""Maximum number of signed agreements from which the median is computed, those of the latest requests."""
MEMORANDA = (AgreementKind.KESEPAKATAN_BERSAMA, AgreementKind.NOTA_KESEPAKATAN)


class Asked(NamedTuple):
    """A request on the board; the session of its audience only if the reader may read its forum."""

    row: RequestRow
    holder_id: UUID | None
    starts_at: Any
    timezone: str | None
    item_state: ItemState | None


def requests(person: Person, today: date) -> list[Asked]:
    """Return the requests that `person` may read and that did not end or become an agreement, longest waiting first."""
    lapsed = and_(CooperationRequest.state == RequestState.AGREEMENT, ~has_living_agreement())
    query = with_names(
        select(*SHOWN, CooperationRequest.holder_id, Session.starts_at, Session.timezone, AgendaItem.state)
    )
    query = query.outerjoin(AgendaItem, AgendaItem.id == CooperationRequest.agenda_item_id)
    known = AgendaItem.session_id.in_(select(Session.id).join(Session.forum).where(readable_forums(person, today)))
    query = query.outerjoin(Session, and_(Session.id == AgendaItem.session_id, known))
    query = query.where(readable(person), or_(CooperationRequest.state.in_(OPEN), lapsed))
    query = query.order_by(CooperationRequest.state_since, CooperationRequest.code).limit(MOST)
    return [Asked(RequestRow._make(row[:-4]), *row[-4:]) for row in db.session.execute(query)]


class Made(NamedTuple):
    """An agreement on the board."""

    id: UUID
    kind: AgreementKind
    title: str
    stage: Stage
    circle_id: UUID
    created_at: Any
    signed_on: date | None
    effective_on: date | None
    expires_on: date | None
    stage_since: date
    holder_id: UUID | None
    holder: str | None
    holder_organisation_id: UUID | None


def agreements(person: Person, today: date) -> list[Made]:
    """Return the agreements that `person` may read in full: those being made, longest in their stage first.

    Then the signed cooperation agreements that are not over, by their end, and the signed memoranda that came of a
    request and that nothing carries out yet.
    """
    child = aliased(Agreement)
    carried_out = exists().where(child.parent_id == Agreement.id, child.stage != Stage.CANCELLED)
    asked_for = exists().where(RequestAgreement.agreement_id == Agreement.id)
    going = and_(Agreement.stage == Stage.SIGNED, or_(Agreement.expires_on.is_(None), Agreement.expires_on >= today))
    pks = Agreement.kind == AgreementKind.PERJANJIAN_KERJA_SAMA
    memorandum = Agreement.kind.in_(MEMORANDA)
    shown = or_(
        and_(Agreement.stage.in_(MAKING), or_(pks, memorandum)),
        and_(going, pks),
        and_(going, memorandum, asked_for, ~carried_out),
    )
    since, by_end = Agreement.stage_since, case((Agreement.stage == Stage.SIGNED, Agreement.ends))
    held_by = func.coalesce(Holding.organisation_id, Person.id), func.coalesce(Organisation.label, Person.name)
    columns = (getattr(Agreement, name) for name in Made._fields[:9])
    query: Select[*tuple[Any, ...]] = select(*columns, since, *held_by, Person.organisation_id)
    current = and_(Holding.agreement_id == Agreement.id, Holding.until.is_(None))
    query = query.outerjoin(Person, Person.id == Agreement.keeper_id).outerjoin(Holding, current)
    query = query.outerjoin(Organisation, Organisation.id == Holding.organisation_id)
    query = query.where(readable_whole(person, today), shown)
    query = query.order_by(Agreement.stage == Stage.SIGNED, by_end, since, Agreement.id).limit(MOST)
    return [Made._make(row) for row in db.session.execute(query)]


class Side(NamedTuple):
    """A party of an agreement on the board."""

    agreement_id: UUID
    sector: Sector
    organisation_id: UUID
    label: str


def sides(agreement_ids: Collection[UUID]) -> dict[UUID, list[Side]]:
    """Return the parties of agreements, in the order of the text."""
    query: Select[*tuple[Any, ...]] = select(Party.agreement_id, Seat.sector, Organisation.id, Organisation.label)
    query = query.join(Party.seat).join(Seat.organisation).where(Party.agreement_id.in_(agreement_ids))
    found: dict[UUID, list[Side]] = {}
    for row in db.session.execute(query.order_by(Party.position)) if agreement_ids else ():
        found.setdefault(row[0], []).append(Side._make(row))
    return found


def blocked(circle_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many commitments are blocked, by circle."""
    query = select(Commitment.circle_id, func.count()).group_by(Commitment.circle_id)
    query = query.where(Commitment.circle_id.in_(circle_ids), Commitment.delivery == Delivery.BLOCKED)
    return {row[0]: row[1] for row in db.session.execute(query)} if circle_ids else {}


def spans(person: Person, today: date) -> list[tuple[date, date]]:
    """Return the days of request and of first signature of the latest requests that led to a signed agreement.

    Agreements that were signed before the request came, and were linked with it, did not come of it.
    """
    query: Select[*tuple[Any, ...]] = select(CooperationRequest.id, CooperationRequest.received_at, Agreement.signed_on)
    query = query.join(RequestAgreement, RequestAgreement.request_id == CooperationRequest.id)
    query = query.join(Agreement, Agreement.id == RequestAgreement.agreement_id)
    query = query.where(Agreement.signed_on.is_not(None), readable_whole(person, today))
    query = query.order_by(CooperationRequest.received_at.desc(), Agreement.signed_on).limit(MEASURED)
    found: dict[UUID, tuple[date, date]] = {}
    for request_id, received_at, signed_on in db.session.execute(query):
        if signed_on >= (received_on := local_date(received_at)):
            found.setdefault(request_id, (received_on, signed_on))
    return list(found.values())
