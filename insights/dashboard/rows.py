"""The lists behind the indicators: the objects that each one counts, with what it says of them."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from alignment.barriers import queries as barriers
from alignment.barriers.models import Barrier
from alignment.barriers.rules import OLD
from alignment.services.models import Service, ServiceStatus, service_circles
from alignment.services.rules import Integration
from app.accounts.models import Person
from app.circles.models import Circle, Seat
from app.organisations.models import Organisation
from commitments.delivery.models import Act, Update
from commitments.disputes.models import Dispute
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification
from commitments.verification.queries import VERDICTS
from forums.agenda.models import AgendaItem, ItemState
from forums.decisions.models import Decision, decision_commitments
from forums.minutes.models import Minutes
from forums.scheduling.models import Forum, Session
from insights.dashboard.scope import Scope
from insights.indicators import queries as indicators
from insights.indicators.rules import Window

ADOPTED = (ItemState.ACCEPTED, ItemState.DISCUSSED, ItemState.CARRIED)
DISPUTABLE = (Act.RETURNED, Act.PARTIALLY_MET)


class Kind(enum.Enum):
    """What a row of a list leads to."""

    COMMITMENT = "commitment"
    DECISION = "decision"
    SESSION = "session"
    AGREEMENT = "agreement"
    SERVICE = "service"
    BARRIER = "barrier"
    MATRIX = "matrix"


class Key(enum.Enum):
    """The indicators; the value stands in addresses."""

    ON_TIME = "on-time"
    LATE = "late"
    DONE = "decision-to-done"
    MINUTES = "minutes"
    ATTENDANCE = "attendance"
    VERIFICATION = "verification"
    FOLLOWED = "decisions-followed-up"
    EXTENDED = "extensions"
    RETURNED = "returns"
    DISPUTED = "disputes"
    AGENDA = "agenda"
    NOTICE = "notice"
    SERVICES = "services"
    BARRIERS = "barriers"
    ROLES = "roles"


class Row(NamedTuple):
    """An object that an indicator counts: `part` of `whole`, after `days`; `place` is its circle or organisation."""

    id: UUID
    code: str
    title: str
    place: str
    at: date | datetime
    part: int
    whole: int
    days: float | None


def on_time(scope: Scope, window: Window) -> Select[Any]:
    """Select the commitments met in a window, and those owed past their first due date; `part`: on time."""
    met = and_(_met(scope), Commitment.met_on.between(window.first, window.last))
    part = and_(met, Commitment.met_on <= Commitment.first_due)
    return _commitments(scope, Commitment.first_due, part).where(or_(met, scope.then.is_overdue))


def late(scope: Scope, _window: Window) -> Select[Any]:
    """Select the open commitments with their due date; `part`: late."""
    return _commitments(scope, scope.then.due, scope.then.is_late).where(scope.then.is_open)


def done(scope: Scope, window: Window) -> Select[Any]:
    """Select the commitments of decisions with the days since the decision; `part`: met."""
    year = Window.ending(window.last, 365)
    since = indicators.since_decision(year, scope.then, scope.now, *scope.commitments()).subquery()
    query = _select(Commitment, Decision.decided_at, cast(since.c.met, Integer), days=since.c.days)
    query = query.join(since, since.c.commitment_id == Commitment.id).join(Decision, Decision.id == since.c.id)
    return query.join(Circle, Circle.id == Commitment.circle_id)


def minutes(scope: Scope, window: Window) -> Select[Any]:
    """Select the sessions whose minutes were circulated in a window, with the days that it took."""
    days = indicators.days_between(Session.ends_at, Minutes.circulated_at)
    query = _select(Session, Session.starts_at, literal(1), title=Forum.name, place=literal(""), days=days)
    query = query.join(Minutes, Minutes.session_id == Session.id).join(Forum, Forum.id == Session.forum_id)
    return query.where(Minutes.version == 1, Minutes.circulated_at.between(*scope.span(window)), *scope.forums())


def attendance(scope: Scope, window: Window) -> Select[Any]:
    """Select the sessions held in a window; `part`: seats that came, of those called."""
    came, all_called = indicators.how_many(scope.then.came), func.count()
    columns: list[Any] = [Session.id, literal(""), Forum.name, literal(""), Session.starts_at, came, all_called, null()]
    query: Select[Any] = select(*(one.label(name) for one, name in zip(columns, Row._fields, strict=True)))
    query = indicators.called(query, window, scope.then, *scope.seats())
    return query.group_by(Session.id, Forum.name, Session.starts_at)


def verification(scope: Scope, window: Window) -> Select[Any]:
    """Select the commitments found met in a window, with the days since their last submission."""
    days = indicators.days_between(Commitment.submitted_at, Commitment.ended_at)
    query = _commitments(scope, Commitment.ended_at, None, days=days)
    return query.where(
        Commitment.verification == Verification.MET,
        Commitment.ended_at.between(*scope.span(window)),
        Commitment.submitted_at.is_not(None),
    )


def followed(scope: Scope, window: Window) -> Select[Any]:
    """Select the decisions of a window; `part`: with a commitment that was accepted and not cancelled since."""
    ended = and_(Commitment.delivery.in_((Delivery.CANCELLED, Delivery.SUPERSEDED)), Commitment.ended_at <= scope.now)
    link = decision_commitments.c
    bound = select(Commitment.id).join(decision_commitments, link.commitment_id == Commitment.id)
    bound = bound.where(link.decision_id == Decision.id, Commitment.accepted_on <= scope.today, ~ended)
    query = _select(Decision, Decision.decided_at, _one(bound.exists()), title=Decision.text, place=Forum.name)
    query = query.join(Forum, Forum.id == Decision.forum_id)
    return query.where(Decision.decided_at.between(*scope.span(window)), *scope.decisions())


def extended(scope: Scope, window: Window) -> Select[Any]:
    """Select the commitments found met in a window; `part`: with a due date that was extended."""
    granted = select(Extension.id).where(Extension.commitment_id == Commitment.id)
    granted = granted.where(Extension.state == ExtensionState.APPROVED)
    query = _commitments(scope, Commitment.ended_at, granted.exists())
    return query.where(Commitment.verification == Verification.MET, Commitment.ended_at.between(*scope.span(window)))


def returned(scope: Scope, window: Window) -> Select[Any]:
    """Select the verdicts of a window; `part`: the delivery was returned."""
    query = _commitments(scope, Update.at, Update.act == Act.RETURNED)
    query = query.join(Update, Update.commitment_id == Commitment.id)
    return query.where(Update.act.in_(VERDICTS), Update.at.between(*scope.span(window)))


def disputed(scope: Scope, window: Window) -> Select[Any]:
    """Select the verdicts of a window that can be disputed; `part`: the responsible organisation disputed it."""
    later = aliased(Update)
    between = select(later.id).where(later.commitment_id == Update.commitment_id, later.act.in_(VERDICTS))
    between = between.where(later.at > Update.at, later.at <= Dispute.opened_at)
    opened = select(Dispute.id).where(Dispute.commitment_id == Update.commitment_id, Dispute.opened_at >= Update.at)
    opened = opened.where(Dispute.opened_at <= scope.now, ~between.exists())
    query = _commitments(scope, Update.at, opened.exists()).join(Update, Update.commitment_id == Commitment.id)
    return query.where(Update.act.in_(DISPUTABLE), Update.at.between(*scope.span(window)))


def agenda(scope: Scope, window: Window) -> Select[Any]:
    """Select the items that people proposed for the sessions held in a window, with `sector`; `part`: came onto it.

    The sector is that of the proposer's seat in the forum, or of the organisation. Items carried over count once.
    """
    seat = select(Seat.sector).where(Seat.circle_id == Forum.circle_id, Seat.organisation_id == Organisation.id)
    seat = seat.order_by(Seat.since.desc(), Seat.id).limit(1)
    sector = func.coalesce(seat.scalar_subquery(), Organisation.sector)
    part = _one(AgendaItem.state.in_(ADOPTED))
    query = _select(Session, Session.starts_at, part, title=AgendaItem.title, place=Organisation.name)
    query = query.join(AgendaItem, AgendaItem.session_id == Session.id).join(Forum, Forum.id == Session.forum_id)
    query = query.join(Person, Person.id == AgendaItem.proposed_by_id)
    query = query.join(Organisation, Organisation.id == Person.organisation_id)
    query = query.where(scope.then.is_held, Session.starts_at.between(*scope.span(window)), *scope.forums())
    query = query.where(AgendaItem.carried_from_id.is_(None)).add_columns(sector.label("sector"))
    return query.where(Organisation.id == scope.organisation.id) if scope.organisation else query


def services(scope: Scope, window: Window) -> Select[Any]:
    """Select the services in the register on the last day of a window; `part`: integrated then."""
    _since, until = scope.span(window)
    status = select(ServiceStatus.status).where(ServiceStatus.service_id == Service.id, ServiceStatus.at <= until)
    status = status.where(ServiceStatus.since <= window.last)
    status = status.order_by(ServiceStatus.since.desc(), ServiceStatus.at.desc(), ServiceStatus.id.desc()).limit(1)
    then: Any = status.scalar_subquery()
    part = _one(then == Integration.INTEGRATED)
    query = _select(Service, Service.status_since, part, title=Service.name, place=Organisation.name)
    query = query.join(Organisation, Organisation.id == Service.owner_id)
    query = query.where(then.is_not(None), or_(Service.archived_at.is_(None), Service.archived_at > until))
    if scope.circle_id:
        linked = select(service_circles.c.service_id).where(service_circles.c.circle_id == scope.circle_id)
        query = query.where(Service.id.in_(linked))
    return query.where(Service.owner_id == scope.organisation.id) if scope.organisation else query


def open_barriers(scope: Scope, window: Window) -> Select[Any]:
    """Select the barriers open at the end of a window since their first day; `part`: older than `OLD` days."""
    _since, until = scope.span(window)
    old = Barrier.since < window.last - timedelta(days=OLD)
    place = func.coalesce(Organisation.name, "")
    query = _select(Barrier, Barrier.since, _one(old), title=Barrier.title, place=place)
    query = query.outerjoin(Organisation, Organisation.id == Barrier.owner_id)
    still = or_(Barrier.resolved_on.is_(None), Barrier.resolved_on > window.last)
    query = query.where(Barrier.raised_at <= until, still, barriers.readable(scope.person, scope.reads_on))
    if scope.circle_id:
        query = query.where(barriers.about_circles([scope.circle_id], scope.person, scope.reads_on))
    return query.where(Barrier.owner_id == scope.organisation.id) if scope.organisation else query


def _met(scope: Scope) -> ColumnElement[bool]:
    return and_(Commitment.met_on.is_not(None), Commitment.ended_at <= scope.now)


def _commitments(
    scope: Scope, at: Any, part: ColumnElement[bool] | None, *, days: ColumnElement[Any] | None = None
) -> Select[Any]:
    """Select the commitments that count with their circle; without `part` each is one."""
    number: Any = literal(1) if part is None else _one(part)
    query = _select(Commitment, at, number, days=null() if days is None else days)
    return query.join(Circle, Circle.id == Commitment.circle_id).where(*scope.commitments())


def _select(
    model: Any, at: Any, part: Any, *, title: Any = Commitment.title, place: Any = Circle.name, days: Any = None
) -> Select[Any]:
    code = model.code if hasattr(model, "code") and model is not Session else literal("")
    columns = (model.id, code, title, place, at, part, literal(1), null() if days is None else days)
    found: Select[Any] = select(*(one.label(name) for one, name in zip(columns, Row._fields, strict=True)))
    return found.select_from(model)


def _one(condition: Any) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


class Listed(NamedTuple):
    """How an indicator is listed: the statement of its rows, and what they lead to."""

    select: Callable[[Scope, Window], Select[Any]]
    kind: Kind


LISTED = {
    Key.ON_TIME: Listed(on_time, Kind.COMMITMENT),
    Key.LATE: Listed(late, Kind.COMMITMENT),
    Key.DONE: Listed(done, Kind.COMMITMENT),
    Key.MINUTES: Listed(minutes, Kind.SESSION),
    Key.ATTENDANCE: Listed(attendance, Kind.SESSION),
    Key.VERIFICATION: Listed(verification, Kind.COMMITMENT),
    Key.FOLLOWED: Listed(followed, Kind.DECISION),
    Key.EXTENDED: Listed(extended, Kind.COMMITMENT),
    Key.RETURNED: Listed(returned, Kind.COMMITMENT),
    Key.DISPUTED: Listed(disputed, Kind.COMMITMENT),
    Key.AGENDA: Listed(agenda, Kind.SESSION),
    Key.SERVICES: Listed(services, Kind.SERVICE),
    Key.BARRIERS: Listed(open_barriers, Kind.BARRIER),
}
"""The indicators whose rows one statement selects; those of `insights.dashboard.judged` are evaluated by rules."""
COUNTED = (Key.FOLLOWED, Key.EXTENDED, Key.RETURNED, Key.DISPUTED, Key.SERVICES, Key.BARRIERS)
"""The indicators that are counted from their rows; the others by the statements of `insights.indicators`."""
