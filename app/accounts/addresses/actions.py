"""Actions on address changes: request, confirm, stop, undo and complete them."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app import audit
from app.accounts import passwords
from app.accounts.access import end_access
from app.accounts.addresses import notices, queries
from app.accounts.addresses.models import AddressChange
from app.accounts.addresses.rules import KEPT, OPEN, TIME_TO_STOP, AddressState, ends_at, first_state, may_be_undone
from app.accounts.duties import holds_duty
from app.accounts.models import Person
from app.accounts.people.actions import claiming_address, refuse_taken
from app.accounts.people.queries import account_of
from app.accounts.sign_in import throttle
from app.accounts.sign_in.notices import wrong_password
from app.accounts.tokens import digest
from app.database import db
from app.errors import RuleViolation


def ask_own(person: Person, address: str, *, password: str, at: datetime) -> AddressChange:
    """Request another address for one's own account, to be confirmed by a link mailed to it.

    A link mailed to the current address stops the change. Raises RuleViolation if the password is wrong, or while an
    administrator's change is open. The response does not reveal whether the address belongs to another person; in that
    case no link is mailed to it.
    """
    assert person.email
    throttle.refuse_haste(person.email, at=at)
    if not passwords.matches(password, person.password_hash):
        throttle.count_failure(person.email, at=at)
        raise RuleViolation(wrong_password(), field="password")
    _refuse_same(person, address)
    # otherwise a second change would prevent undoing the first
    if queries.changed_own_since(person, at - TIME_TO_STOP):
        raise RuleViolation(
            _("The address was changed less than 24 hours ago. Try again when that time is over."), status=409
        )
    stop_own(person, by=person, at=at)
    confirm, stop = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    change = _added(person, address, AddressState.UNCONFIRMED, by=person, at=at, confirm=confirm, stop=stop)
    if throttle.may_mail_link(address, at=at) and account_of(address) is None:
        notices.confirm(change, confirm)
    notices.asked(change, stop)
    return change


def ask_for(person: Person, address: str, *, reason: str, by: Person, at: datetime) -> AddressChange:
    """Change the address of an account as an administrator.

    For a person with a duty a second administrator confirms the change; if there is none, it takes effect after a day
    in which it can be stopped. Raises RuleViolation for an address of another account, and while another change is
    open.
    """
    _refuse_same(person, address)
    refuse_taken(person, address)
    others = queries.second_administrators(by, person)
    state = first_state(has_duty=holds_duty(person), has_second=bool(others))
    stop = secrets.token_urlsafe(32)
    change = _added(person, address, state, by=by, at=at, reason=reason, stop=stop)
    if state is AddressState.DONE:
        _take_effect(change, at=at)
        return change
    notices.asked(change, stop)
    if state is AddressState.NEEDS_SECOND:
        notices.second(change, others)
    else:
        notices.announced(change, queries.active_role_holders())
    return change


def confirm_own(change: AddressChange, *, at: datetime) -> None:
    """Complete a change that the owner confirmed with the mailed link.

    Raises RuleViolation if it was already completed, stopped or has expired.
    """
    _require_in_time(change, at)
    _claim(change, AddressState.UNCONFIRMED, AddressState.DONE, at=at)
    _take_effect(change, at=at)


def confirm_as_second(change: AddressChange, *, by: Person, at: datetime) -> None:
    """Complete a change as the second administrator. Raises RuleViolation unless it is waiting for one."""
    _require_in_time(change, at)
    if not _is_administrator(change.asked_by):
        raise RuleViolation(_("The person who requested this change is no longer an administrator."), status=409)
    _claim(change, AddressState.NEEDS_SECOND, AddressState.DONE, at=at)
    change.second_id = by.id
    _take_effect(change, at=at)


def stop(change: AddressChange, *, by: Person | None, at: datetime) -> None:
    """Stop a change before it takes effect; `by` is None for the mailed link.

    Raises RuleViolation if it is not open.
    """
    if change.state not in OPEN:
        raise _not_open()
    _claim(change, change.state, AddressState.STOPPED, at=at)
    audit.record("person.address_stopped", change.person, by=by, at=at)
    if not change.by_owner:
        notices.stopped(change)


def stop_own(person: Person, *, by: Person | None, at: datetime) -> None:
    """Stop the open change that the owner requested, if there is one; an administrator's change is kept."""
    change = queries.open_change_of(person)
    if change is not None and change.by_owner:
        stop(change, by=by, at=at)


def undo(change: AddressChange, *, at: datetime) -> None:
    """Restore the previous address of an account and remove its password, as requested from that address.

    Raises RuleViolation if it is too late, or if the address was changed again or has been taken since.
    """
    person = change.person
    in_time = may_be_undone(change.state, by_owner=change.by_owner, ended_at=change.ended_at, now=at)
    if not in_time or person.email != change.address:
        raise _not_open()
    _claim(change, AddressState.DONE, AddressState.UNDONE, at=at)
    _set_address(person, change.earlier)
    person.password_hash = None
    end_access(person, at=at)
    personal = {"before": change.address, "after": change.earlier}
    audit.record("person.address_undone", person, by=None, at=at, personal=personal)
    notices.undone(change)


def settle(change: AddressChange, *, at: datetime) -> None:
    """Process an open change whose time is over: complete it if it was waiting, otherwise let it expire."""
    if change.state is not AddressState.WAITING:
        if queries.claim(change, change.state, AddressState.EXPIRED, at=at):
            audit.record("person.address_expired", change.person, by=None, at=at)
        return
    if not _is_administrator(change.asked_by) or account_of(change.address) is not None:
        stop(change, by=None, at=at)
    elif queries.claim(change, AddressState.WAITING, AddressState.DONE, at=at):
        _take_effect(change, at=at)


def forget(*, now: datetime) -> None:
    """Delete changes that ended more than `KEPT` ago, which contain addresses."""
    db.session.execute(delete(AddressChange).where(AddressChange.ended_at < now - KEPT))


def _added(
    person: Person,
    address: str,
    state: AddressState,
    *,
    by: Person,
    at: datetime,
    stop: str,
    confirm: str | None = None,
    reason: str = "",
) -> AddressChange:
    change = AddressChange(
        person=person,
        asked_by=by,
        reason=reason,
        earlier=person.email or "",
        address=address,
        state=state,
        asked_at=at,
        until=ends_at(state, at),
        ended_at=None if state in OPEN else at,
        confirm_digest=digest(confirm) if confirm else None,
        stop_digest=digest(stop),
    )
    try:
        with db.session.begin_nested():
            db.session.add(change)
            db.session.flush()
    except IntegrityError as error:
        raise _already_open() from error
    personal = {"before": change.earlier, "after": address, "reason": reason}
    audit.record("person.address_asked", person, by=by, at=at, personal=personal)
    return change


def _take_effect(change: AddressChange, *, at: datetime) -> None:
    person = change.person
    _set_address(person, change.address)
    end_access(person, at=at)
    audit.record(
        "person.address_changed",
        person,
        by=change.asked_by,
        at=at,
        second=change.second_id,
        personal={"before": change.earlier, "after": change.address, "reason": change.reason},
    )
    notices.changed(change)


def _set_address(person: Person, address: str) -> None:
    refuse_taken(person, address)
    with claiming_address():
        person.email = address


def _claim(change: AddressChange, expected: AddressState, then: AddressState, *, at: datetime) -> None:
    if not queries.claim(change, expected, then, at=at):
        raise _not_open()


def _require_in_time(change: AddressChange, at: datetime) -> None:
    if change.until is None or at >= change.until:
        raise _not_open()


def _refuse_same(person: Person, address: str) -> None:
    if address == person.email:
        raise RuleViolation(_("The account already has this address"), field="email")


def _is_administrator(person: Person) -> bool:
    return person.is_active and person.is_administrator


def _already_open() -> RuleViolation:
    return RuleViolation(
        _("A change of this address is already in progress. Stop it first, or wait until it is finished."), status=409
    )


def _not_open() -> RuleViolation:
    return RuleViolation(_("This change has already taken effect, been stopped or expired."), status=409)
