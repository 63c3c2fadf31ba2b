"""Queries for requests for cooperation; access is checked in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select, true
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload

from agreements.registry.models import Agreement, AgreementKind, Party
from agreements.registry.queries import readable_whole
from agreements.registry.rules import MAKING, Stage
from app.accounts.models import Person
from app.circles.models import Circle, Classification, Seat
from app.database import db
from cooperation.requests.models import CooperationRequest, RequestAgreement, RequestMessage
from cooperation.requests.rules import ENDED, KEPT, OPEN, RequestState
from forums.agenda.models import AgendaItem
from forums.scheduling.models import Forum, ForumKind, Session, SessionState
from forums.scheduling.queries import readable_forums

TOLD = (Classification.PUBLIC, Classification.INTERNAL)
"""The classifications of forums and agreements about which the applicant is told more than that they exist."""
MOST_AGREEMENTS = 200
"""Maximum number of agreements that are offered to be linked with a request."""
MOST_SESSIONS = 60
"""Maximum number of sessions that are offered for an audience."""


def for_act(request_id: UUID) -> CooperationRequest | None:
    """Return a request with its holder, organisation, proposal, and the agenda item of its audience."""
    loaded = (
        joinedload(CooperationRequest.holder).options(lazyload(Person.organisation)),
        joinedload(CooperationRequest.organisation),
        joinedload(CooperationRequest.proposal),
        joinedload(CooperationRequest.agenda_item).joinedload(AgendaItem.session).joinedload(Session.forum),
    )
    return db.session.get(CooperationRequest, request_id, options=loaded)


def readable(person: Person) -> ColumnElement[bool]:
    """Return the condition that `person` may read a request; `policies.read_request` in SQL."""
    if person.is_coordinator or person.is_leadership:
        return true()
    return CooperationRequest.organisation_id == person.organisation_id


def same(email: str, wish: str) -> CooperationRequest | None:
    """Return an open request with the same wish from the same address."""
    query = select(CooperationRequest).where(CooperationRequest.state.in_(OPEN))
    query = query.where(CooperationRequest.contact_email == email, CooperationRequest.wish == wish)
    return db.session.scalar(query.limit(1))


def thread(request_id: UUID) -> Sequence[RequestMessage]:
    """Return the entries of the thread, earliest first."""
    query = select(RequestMessage).where(RequestMessage.request_id == request_id)
    query = query.options(joinedload(RequestMessage.by).options(lazyload(Person.organisation)))
    return db.session.scalars(query.order_by(RequestMessage.at, RequestMessage.id)).all()


class Draft(NamedTuple):
    """An agreement that came of a request."""

    id: UUID
    kind: AgreementKind
    title: str
    stage: Stage
    signed_on: date | None


def _drafts(request_id: UUID) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(
        Agreement.id, Agreement.kind, Agreement.title, Agreement.stage, Agreement.signed_on
    )
    query = query.join(RequestAgreement, RequestAgreement.agreement_id == Agreement.id)
    return query.where(RequestAgreement.request_id == request_id).order_by(Agreement.created_at, Agreement.id)


def agreements_of(request_id: UUID, person: Person, today: date) -> list[Draft]:
    """Return the agreements of a request that `person` may read, in the order in which they were begun."""
    return [Draft._make(row) for row in db.session.execute(_drafts(request_id).where(readable_whole(person, today)))]


def agreements_told(request_id: UUID) -> list[Draft]:
    """Return the agreements of a request whose progress the applicant may see."""
    query = _drafts(request_id).join(Circle, Circle.id == Agreement.circle_id)
    return [Draft._make(row) for row in db.session.execute(query.where(Circle.classification.in_(TOLD)))]


def attachable(request: CooperationRequest, person: Person, today: date) -> Sequence[Agreement]:
    """Return the agreements of the units of `person` and of a request that can be linked with it, by title."""
    query = _attachable(request, person, today).order_by(Agreement.title, Agreement.id)
    return db.session.scalars(query.limit(MOST_AGREEMENTS)).all()


def attachable_one(agreement_id: UUID, request: CooperationRequest, person: Person, today: date) -> Agreement | None:
    """Return an agreement if `person` can link it with a request."""
    return db.session.scalar(_attachable(request, person, today).where(Agreement.id == agreement_id))


def _attachable(request: CooperationRequest, person: Person, today: date) -> Select[Agreement]:
    """Select the agreements of both units that came of no request, have not ended, and are not secret.

    The applicant is told that there is one.
    """
    parties = select(Party.agreement_id).join(Party.seat)
    own, theirs = (
        parties.where(Seat.organisation_id == one) for one in (person.organisation_id, request.organisation_id)
    )
    query = select(Agreement).join(Circle, Circle.id == Agreement.circle_id)
    return query.where(
        Agreement.id.in_(own),
        Agreement.id.in_(theirs),
        Agreement.id.not_in(select(RequestAgreement.agreement_id)),
        Agreement.stage.in_((*MAKING, Stage.SIGNED)),
        Circle.classification != Classification.SECRET,
        readable_whole(person, today),
    )


def origin_of(agreement_id: UUID) -> CooperationRequest | None:
    """Return the request from which an agreement came, or None."""
    query = select(CooperationRequest).join(RequestAgreement).where(RequestAgreement.agreement_id == agreement_id)
    return db.session.scalar(query)


def of_session(session_id: UUID) -> Sequence[CooperationRequest]:
    """Return the requests whose audience is in a session, in the order of the agenda."""
    query = select(CooperationRequest).join(CooperationRequest.agenda_item)
    query = query.where(AgendaItem.session_id == session_id).options(joinedload(CooperationRequest.organisation))
    return db.session.scalars(query.order_by(AgendaItem.position, CooperationRequest.id)).all()


def invited(*conditions: ColumnElement[bool]) -> Sequence[CooperationRequest]:
    """Return the requests that wait for their audience, with `conditions` about its agenda item."""
    query = select(CooperationRequest).join(CooperationRequest.agenda_item)
    query = query.where(CooperationRequest.state == RequestState.AUDIENCE, *conditions)
    return db.session.scalars(query.order_by(CooperationRequest.code)).all()


def audiences(person: Person, now: datetime, today: date) -> Sequence[Session]:
    """Return the planned sessions to which `person` may invite an applicant: business audiences first, then by date."""
    query = select(Session).join(Session.forum).join(Circle, Circle.id == Forum.circle_id)
    query = query.where(
        Session.state == SessionState.PLANNED,
        Session.starts_at > now,
        Forum.archived_at.is_(None),
        Circle.classification != Classification.SECRET,
        readable_forums(person, today),
    )
    query = query.options(contains_eager(Session.forum))
    first = Forum.kind != ForumKind.BUSINESS_AUDIENCE
    return db.session.scalars(query.order_by(first, Session.starts_at, Session.id).limit(MOST_SESSIONS)).all()


def next_public_audience(now: datetime) -> Session | None:
    """Return the next planned session of a public forum for business audiences, or None."""
    query = select(Session).join(Session.forum).join(Circle, Circle.id == Forum.circle_id)
    query = query.where(
        Session.state == SessionState.PLANNED,
        Session.starts_at > now,
        Forum.archived_at.is_(None),
        Forum.kind == ForumKind.BUSINESS_AUDIENCE,
        Circle.classification == Classification.PUBLIC,
    )
    return db.session.scalar(query.options(contains_eager(Session.forum)).order_by(Session.starts_at).limit(1))


def memoranda(request_id: UUID, person: Person, today: date) -> list[Draft]:
    """Return the memoranda of a request that another agreement may carry out."""
    kinds = (AgreementKind.KESEPAKATAN_BERSAMA, AgreementKind.NOTA_KESEPAKATAN)
    living = (Stage.CANCELLED, Stage.TERMINATED)
    return [one for one in agreements_of(request_id, person, today) if one.kind in kinds and one.stage not in living]


def to_erase(today: date) -> Sequence[CooperationRequest]:
    """Return the requests that ended so long ago that their personal data is erased."""
    query = select(CooperationRequest).where(
        CooperationRequest.state.in_(ENDED),
        CooperationRequest.erased_at.is_(None),
        CooperationRequest.state_since < today - KEPT,
    )
    return db.session.scalars(query).all()


def is_lapsed(request: CooperationRequest) -> bool:
    """Return whether all agreements that came of a request were abandoned."""
    if request.state is not RequestState.AGREEMENT:
        return False
    return not db.session.scalar(select(has_living_agreement()).where(CooperationRequest.id == request.id))


def has_living_agreement() -> ColumnElement[bool]:
    """Return the condition that an agreement of a request was not abandoned."""
    agreement = aliased(Agreement)
    return exists().where(
        RequestAgreement.request_id == CooperationRequest.id,
        agreement.id == RequestAgreement.agreement_id,
        agreement.stage != Stage.CANCELLED,
    )


def is_waiting_for_us() -> ColumnElement[bool]:
    """Return the condition that the unit has to answer a request."""
    return CooperationRequest.state == RequestState.RECEIVED


def of_organisation(organisation_id: UUID, person: Person) -> Sequence[CooperationRequest]:
    """Return the latest requests of an organisation that `person` may read."""
    query = select(CooperationRequest).where(CooperationRequest.organisation_id == organisation_id, readable(person))
    return db.session.scalars(query.order_by(CooperationRequest.received_at.desc()).limit(5)).all()
