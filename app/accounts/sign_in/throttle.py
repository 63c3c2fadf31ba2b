"""Rate limits for sign-in, designed so that an outsider cannot lock anyone out.

Failures are counted per account and origin, and per origin: neither affects an owner who signs in from another origin,
and on a device known to the account only failures on that device count.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from ipaddress import ip_address, ip_network

from flask import request
from flask_babel import ngettext
from sqlalchemy import delete, func, select
from werkzeug.exceptions import TooManyRequests

from app.accounts.models import SignInAttempt
from app.accounts.rules import WINDOW, must_wait
from app.accounts.sign_in import devices
from app.database import db
from app.database.transactions import keep_although_refused

PER_ACCOUNT = 5
"""Number of failures for one account from one origin before it has to wait."""
PER_ORIGIN = 50
"""Number of failures from one origin for all accounts; an office behind one IP address shares it."""
PER_FORM = 30
"""Number of public forms that one origin may submit within `WINDOW`; a school behind one IP address shares it."""
LINKS = 5
"""Number of links mailed to one account within `WINDOW`, regardless of who requests them."""


def refuse_haste(account: str, *, at: datetime) -> None:
    """Abort with 429 and Retry-After if `account` or the origin had too many failures recently."""
    _take_turns(_pair(account))
    _refuse(_pair(account), PER_ACCOUNT, at)
    if not devices.known_to(account):
        _refuse(_origin_key(), PER_ORIGIN, at)


def count_failure(account: str, *, at: datetime) -> None:
    """Count a failure for `account` from this origin or device; it is committed although the request is refused."""
    db.session.add_all([SignInAttempt(key=_pair(account), at=at), SignInAttempt(key=_origin_key(), at=at)])
    keep_although_refused()


def forgive(account: str) -> None:
    """Delete the failures of `account` from this origin or device after a successful sign-in."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.key == _pair(account)))


def may_mail_link(account: str, *, at: datetime) -> bool:
    """Count a request for a mailed link; False if `account` was sent too many.

    Aborts with 429 for the origin's limit.
    """
    key, origin = _digest("link", account), _digest("links from", _origin())
    _take_turns(key)
    _refuse(origin, PER_ORIGIN, at)
    db.session.add(SignInAttempt(key=origin, at=at))
    if must_wait(_tries(key, at), limit=LINKS, now=at):
        return False
    db.session.add(SignInAttempt(key=key, at=at))
    return True


def take_turn(what: str, *, at: datetime, limit: int = PER_FORM) -> None:
    """Count the submission of a public form; aborts with 429 if the origin has reached its `limit`."""
    key = _digest("asked from", what, _origin())
    _take_turns(key)
    _refuse(key, limit, at)
    db.session.add(SignInAttempt(key=key, at=at))


def forget(*, before: datetime) -> None:
    """Delete attempts before `before`."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < before))


def _refuse(key: str, limit: int, at: datetime) -> None:
    wait = must_wait(_tries(key, at), limit=limit, now=at)
    if not wait:
        return
    error = TooManyRequests(retry_after=int(wait.total_seconds()) + 1)
    minutes = -(-int(wait.total_seconds()) // 60)
    error.advice = ngettext(  # type: ignore[attr-defined]
        "Wait %(num)d minute and try again.", "Wait %(num)d minutes and try again.", minutes
    )
    raise error


def _tries(key: str, at: datetime) -> list[datetime]:
    wanted = select(SignInAttempt.at).where(SignInAttempt.key == key, SignInAttempt.at > at - WINDOW)
    return list(db.session.scalars(wanted.order_by(SignInAttempt.at)))


def _pair(account: str) -> str:
    device = devices.known_to(account)
    return _digest("account on device", account, device) if device else _digest("account", account, _origin())


def _origin_key() -> str:
    return _digest("origin", _origin())


def _origin() -> str:
    """Return the origin of the request: an IPv4 address, or the /64 network of an IPv6 subscriber."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _take_turns(key: str) -> None:
    """Serialise concurrent attempts for a key; on SQLite writers already wait for each other."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(int(key[:15], 16))))
