"""Actions on registrations: open, close, register, cancel, move up from the waiting list, check in, erase."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.circles.models import Classification
from app.database import db
from app.errors import RuleViolation
from app.mail import outbox
from forums.registration import notices, queries
from forums.registration.models import Opening, Registration, RegistrationState
from forums.registration.rules import moving_up, places_left
from forums.scheduling.models import Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The capacity (None: no limit), and for how many days after the session personal data is kept."""

    capacity: int | None
    retention_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """The details of a person who registers."""

    name: str
    organisation: str
    email: str
    language: str


def open_(session: Session, terms: Terms, *, by: Person, at: datetime) -> Opening:
    """Open registration for a session, or change its terms. Raises RuleViolation."""
    if session.forum.circle.classification is not Classification.PUBLIC:
        raise RuleViolation(_l("Only sessions of a public forum are open to everyone"))
    session.require(SessionState.PLANNED)
    if session.ends_at <= at:
        raise RuleViolation(_l("This session is over"))
    opening = queries.opening_of(session.id)
    if opening is None:
        opening = Opening(session=session, opened_by_id=by.id, opened_at=at, retention_days=terms.retention_days)
        db.session.add(opening)
    queries.lock(opening)
    opening.capacity, opening.retention_days, opening.closed_at = terms.capacity, terms.retention_days, None
    audit.record("registration.opened", session, by=by, at=at, capacity=terms.capacity, days=terms.retention_days)
    _move_up(opening, at=at)
    return opening


def close(session: Session, *, by: Person, at: datetime) -> None:
    """Close registration; existing registrations are kept. Raises RuleViolation unless it is open."""
    opening = queries.opening_of(session.id)
    if opening is None or opening.closed_at:
        raise RuleViolation(_l("Registration is not open"))
    opening.closed_at = at
    audit.record("registration.closed", session, by=by, at=at)


def register(opening: Opening, visitor: Visitor, *, at: datetime) -> None:
    """Register a person, or add them to the waiting list, and notify them by mail. Raises RuleViolation if closed.

    An address that is already registered gets the same mail again, so that the page does not reveal who attends.
    """
    queries.lock(opening)
    if not is_open(opening, at=at):
        raise RuleViolation(_l("Registration is closed"))
    known = queries.by_address(opening.id, visitor.email)
    if known is not None and known.state is not RegistrationState.CANCELLED:
        notices.notify(known, "registered", at=at)
        return
    registration = known or Registration(opening=opening, email=visitor.email)
    registration.name, registration.organisation = visitor.name, visitor.organisation
    registration.language, registration.consented_at = visitor.language, at
    registration.cancelled_at, registration.turn = None, queries.next_turn(opening.id)
    free = places_left(opening.capacity, queries.figures(opening).confirmed)
    registration.state = RegistrationState.WAITING if free == 0 else RegistrationState.CONFIRMED
    db.session.add(registration)
    db.session.flush()
    notices.notify(registration, "registered", at=at)


def cancel(registration: Registration, *, at: datetime) -> None:
    """Cancel a registration; the place goes to the first on the waiting list. Cancelling again has no effect.

    Raises RuleViolation once the session is over.
    """
    opening = registration.opening
    queries.lock(opening)
    if opening.session.ends_at <= at:
        raise RuleViolation(_l("This session is over"))
    if registration.state is RegistrationState.CANCELLED:
        return
    registration.state, registration.cancelled_at = RegistrationState.CANCELLED, at
    notices.notify(registration, "cancelled", at=at)
    db.session.flush()
    _move_up(opening, at=at)


def check_off(opening: Opening, came: Collection[UUID], *, by: Person, at: datetime) -> int:
    """Record who of the confirmed registrations attended, and return how many.

    Raises RuleViolation once personal data was erased.
    """
    if opening.erased_at:
        raise RuleViolation(_l("The names have been erased; the figures are final"))
    expected = queries.registered(opening.id, RegistrationState.CONFIRMED)
    for one in expected:
        one.came = one.id in came
    number = sum(bool(one.came) for one in expected)
    audit.record("registration.checked_off", opening.session, by=by, at=at, came=number)
    return number


def erase(opening: Opening, *, at: datetime) -> None:
    """Erase the personal data of registrations; the numbers are kept."""
    states = tuple(RegistrationState)
    for one in queries.registered(opening.id, *states):
        one.name, one.organisation, one.email = "", "", None
        outbox.forget(f"registration:{one.id}:")
    opening.erased_at, opening.closed_at = at, opening.closed_at or at
    audit.record("registration.erased", opening.session, by=None, at=at)


def is_open(opening: Opening, *, at: datetime) -> bool:
    """Whether anyone may register now."""
    session = opening.session
    planned = session.state is SessionState.PLANNED and at < session.starts_at
    return planned and opening.closed_at is None and session.forum.circle.classification is Classification.PUBLIC


def _move_up(opening: Opening, *, at: datetime) -> None:
    """Give free places to the waiting list, in order, and notify them."""
    if opening.closed_at and opening.session.ends_at <= at:
        return
    waiting = queries.registered(opening.id, RegistrationState.WAITING)
    confirmed = queries.figures(opening).confirmed
    for one in waiting[: moving_up(opening.capacity, confirmed, len(waiting))]:
        one.state = RegistrationState.CONFIRMED
        notices.notify(one, "moved_up", at=at)
