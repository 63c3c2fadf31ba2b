"""Actions on platform roles: set them, and decide on what administrators ask for themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import audit
from app.accounts.models import Person
from app.accounts.people.actions import refuse_last_administrator
from app.accounts.roles import notices, queries
from app.accounts.roles.models import RoleRequest
from app.accounts.roles.rules import needing_second, taken
from app.database import db
from app.errors import RuleViolation, require_version


def set_roles(
    person: Person, roles: Collection[str], *, version: str | None, by: Person, at: datetime
) -> RoleRequest | None:
    """Set the platform roles of a person as `give` does. Raises Conflict on a stale version."""
    require_version(person, version)
    return give(person, roles, by=by, at=at)


def give(person: Person, roles: Collection[str], *, by: Person, at: datetime) -> RoleRequest | None:
    """Set the platform roles of a person to exactly `roles`, except for those that another administrator must confirm.

    Returns the request for these, or None. Raises RuleViolation if no administrator would be left, or if the person has
    asked for roles already.
    """
    if "administrator" not in roles:
        refuse_last_administrator(person, field="roles")
    before, own = person.roles, by.id == person.id
    others = queries.other_administrators(person) if own else ()
    waiting = needing_second(before, roles, own=own, has_second=bool(others))
    _assign(person, set(roles) - waiting, by=by, at=at)
    if gained := sorted(taken(before, roles, own=own) - waiting):
        notices.announced(person, gained, queries.active_role_holders(), second=None)
    if not own and person.roles != before:
        notices.changed(person, by=by)
    return _ask(person, sorted(waiting), others, at=at) if waiting else None


def confirm(request: RoleRequest, *, by: Person, at: datetime) -> None:
    """Give the roles that an administrator asked for.

    Raises RuleViolation if the request is closed, or if the requester is no longer an administrator.
    """
    _require_open(request)
    person = request.person
    if not (person.is_active and person.is_administrator):
        raise RuleViolation(_("The person who asked for this is no longer an administrator."), status=409)
    _close(request, by=by, at=at)
    request.is_granted = True
    _assign(person, {*person.roles, *request.roles}, by=by, at=at)
    notices.announced(person, request.roles, queries.active_role_holders(), second=by)


def decline(request: RoleRequest, *, by: Person, at: datetime) -> None:
    """Close a request without giving the roles. Raises RuleViolation if it is already closed."""
    _require_open(request)
    _close(request, by=by, at=at)
    audit.record("person.roles_declined", request.person, by=by, at=at, roles=request.roles)


def _ask(person: Person, roles: list[str], others: Collection[Person], *, at: datetime) -> RoleRequest:
    request = RoleRequest(person=person, roles=roles, asked_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(request)
            db.session.flush()
    except IntegrityError as error:
        raise RuleViolation(_("A request for roles is already open. Withdraw it first."), status=409) from error
    audit.record("person.roles_asked", person, by=person, at=at, roles=roles)
    notices.asked(request, others)
    return request


def _assign(person: Person, roles: Collection[str], *, by: Person, at: datetime) -> None:
    before = person.roles
    person.is_administrator = "administrator" in roles
    person.is_coordinator = "coordinator" in roles
    person.is_leadership = "leadership" in roles
    if person.roles != before:
        audit.record("person.roles_changed", person, by=by, at=at, before=before, after=person.roles)


def _close(request: RoleRequest, *, by: Person, at: datetime) -> None:
    request.closed_at, request.closed_by_id = at, by.id


def _require_open(request: RoleRequest) -> None:
    db.session.execute(select(RoleRequest.id).where(RoleRequest.id == request.id).with_for_update())
    db.session.refresh(request, ["closed_at"])
    if request.closed_at:
        raise RuleViolation(_("This has already been decided. Reload the page"), status=409)
