"""Actions of emergency access: one administrator requests it, another confirms it and names the person who gets it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app import audit
from app.accounts.models import Person
from app.circles.actions import name_person
from app.circles.break_glass import queries
from app.circles.break_glass.models import AccessRequest
from app.circles.events import CircleOpened
from app.circles.models import Circle
from app.database import db
from app.errors import RuleViolation
from app.events import emit


def ask(circle: Circle, *, reason: str, by: Person, at: datetime) -> AccessRequest:
    """Request access to a circle.

    Raises RuleViolation if a request for it is already open, or if a named person can open the circle.
    """
    _lock(circle)
    _require_abandoned(circle)
    if queries.open_request_of(circle.id):
        raise RuleViolation(
            _l("Access has already been requested. Another administrator has to confirm it"), status=409
        )
    request = AccessRequest(circle=circle, asked_by_id=by.id, asked_at=at, reason=reason)
    db.session.add(request)
    audit.record("circle_access.asked", request, by=by, at=at, circle_id=circle.id, reason=reason)
    return request


def confirm(request: AccessRequest, person: Person, *, by: Person, at: datetime) -> None:
    """Name a person in the circle, who leads it from now on.

    Raises RuleViolation if the request is closed, if the circle is no longer abandoned, or if the person is one of the
    two administrators or has no active account.
    """
    _lock(request.circle)
    _require_open(request)
    _require_abandoned(request.circle)
    if person.id in {by.id, request.asked_by_id}:
        raise RuleViolation(_l("Choose someone other than the two administrators who decide"), field="person")
    if not person.is_active:
        raise RuleViolation(_l("This person has no active account. Choose someone else"), field="person")
    _close(request, by=by, at=at)
    request.named_id = person.id
    audit.record("circle_access.confirmed", request, by=by, at=at, circle_id=request.circle_id, person=person.id)
    emit(CircleOpened(circle=request.circle, person=person, by=by, at=at))
    name_person(request.circle_id, person.id)


def decline(request: AccessRequest, *, by: Person, at: datetime) -> None:
    """Close a request without giving access. Raises RuleViolation if it is already closed."""
    _lock(request.circle)
    _require_open(request)
    _close(request, by=by, at=at)
    audit.record("circle_access.declined", request, by=by, at=at, circle_id=request.circle_id)


def _close(request: AccessRequest, *, by: Person, at: datetime) -> None:
    request.closed_at, request.closed_by_id = at, by.id


def _lock(circle: Circle) -> None:
    db.session.execute(select(Circle.id).where(Circle.id == circle.id).with_for_update())


def _require_open(request: AccessRequest) -> None:
    db.session.refresh(request, ["closed_at"])
    if request.closed_at:
        raise RuleViolation(_l("This has already been decided. Reload the page"), status=409)


def _require_abandoned(circle: Circle) -> None:
    if not queries.can_nobody_open(circle.id):
        raise RuleViolation(_l("Someone who is named there can sign in again. Nothing has to be opened"), status=409)
