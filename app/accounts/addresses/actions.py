"""The address of an account changes: asked for, confirmed, stopped, taking effect."""

from __future__ import annotations

import secrets
from datetime import datetime

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
from app.errors import Refusal
from app.translation import gettext as _


def ask_own(person: Person, address: str, *, password: str, at: datetime) -> AddressChange:
    """Ask for another address of one's own account; a link mailed there confirms it, one to the present stops it.

    Raises Refusal when the password is wrong, and while an administrator's change is open. Nothing tells whether the
    address belongs to somebody else; then no link is mailed.
    """
    assert person.email
    throttle.refuse_haste(person.email, at=at)
    if not passwords.matches(password, person.password_hash):
        throttle.count_failure(person.email, at=at)
        raise Refusal(wrong_password(), field="password")
    _refuse_same(person, address)
    if queries.changed_own_since(person, at - TIME_TO_STOP):  # or a second change would take the first beyond undoing
        raise Refusal(
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

    Of somebody with a duty, a second administrator confirms it; where there is none, it takes effect after a day in
    which it can be stopped. Raises Refusal for an address of somebody else, and while another change is open.
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
    """Let an address take effect that its owner confirmed. Raises Refusal if that was done, stopped or too late."""
    _require_in_time(change, at)
    _claim(change, AddressState.UNCONFIRMED, AddressState.DONE, at=at)
    _take_effect(change, at=at)


def confirm_as_second(change: AddressChange, *, by: Person, at: datetime) -> None:
    """Let a change take effect as the second administrator. Raises Refusal unless it waits for one."""
    _require_in_time(change, at)
    if not _is_administrator(change.asked_by):
        raise Refusal(_("The person who requested this change is no longer an administrator."), status=409)
    _claim(change, AddressState.NEEDS_SECOND, AddressState.DONE, at=at)
    change.second_id = by.id
    _take_effect(change, at=at)


def stop(change: AddressChange, *, by: Person | None, at: datetime) -> None:
    """End a change before it takes effect. `by` is None for the link. Raises Refusal if it is not open."""
    if change.state not in OPEN:
        raise _not_open()
    _claim(change, change.state, AddressState.STOPPED, at=at)
    audit.record("person.address_stopped", change.person, by=by, at=at)
    if not change.by_owner:
        notices.stopped(change)


def stop_own(person: Person, *, by: Person | None, at: datetime) -> None:
    """Stop the open change of an address that its owner asked for, if there is one; not that of an administrator."""
    change = queries.open_change_of(person)
    if change is not None and change.by_owner:
        stop(change, by=by, at=at)


def undo(change: AddressChange, *, at: datetime) -> None:
    """Give an account its earlier address back, with no password, as its owner asks from there.

    Raises Refusal when the time is over, or the address has changed once more or been taken since.
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
    """Do what is due when the time of an open change is over: let it take effect if it waited, else let it expire."""
    if change.state is not AddressState.WAITING:
        if queries.claim(change, change.state, AddressState.EXPIRED, at=at):
            audit.record("person.address_expired", change.person, by=None, at=at)
        return
    if not _is_administrator(change.asked_by) or account_of(change.address) is not None:
        stop(change, by=None, at=at)
    elif queries.claim(change, AddressState.WAITING, AddressState.DONE, at=at):
        _take_effect(change, at=at)


def forget(*, now: datetime) -> None:
    """Delete what ended long ago, with the addresses in it."""
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
        raise Refusal(_("The account already has this address"), field="email")


def _is_administrator(person: Person) -> bool:
    return person.is_active and person.is_administrator


def _already_open() -> Refusal:
    return Refusal(
        _("A change of this address is already in progress. Stop it first, or wait until it is finished."), status=409
    )


def _not_open() -> Refusal:
    return Refusal(_("This change has already taken effect, been stopped or expired."), status=409)
