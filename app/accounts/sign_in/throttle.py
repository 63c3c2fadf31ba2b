"""Slowing guesses down without letting an outsider lock anyone out.

Failures are counted per account and origin, and per origin: an owner who comes from elsewhere meets neither count, and
one on a device on which the account came in before meets only what failed on that device.
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
"""Failures for one account from one origin before it has to wait."""
PER_ORIGIN = 50
"""Failures from one origin, whatever the account: an office behind one address shares it."""
PER_FORM = 30
"""Forms for everyone that one origin may send in a while: a school behind one address shares it."""
LINKS = 5
"""Links mailed to one account, whoever asks."""


def refuse_haste(account: str, *, at: datetime) -> None:
    """Answer 429 with Retry-After when `account` or the origin failed too often of late."""
    _take_turns(_pair(account))
    _refuse(_pair(account), PER_ACCOUNT, at)
    if not devices.known_to(account):
        _refuse(_origin_key(), PER_ORIGIN, at)


def count_failure(account: str, *, at: datetime) -> None:
    """Count a failure for `account` from this origin or device, although the request is refused."""
    db.session.add_all([SignInAttempt(key=_pair(account), at=at), SignInAttempt(key=_origin_key(), at=at)])
    keep_although_refused()


def forgive(account: str) -> None:
    """Forget the failures of `account` from this origin or device: its owner came in."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.key == _pair(account)))


def may_mail_link(account: str, *, at: datetime) -> bool:
    """Count a wish for a mailed link; False when `account` was sent enough of them. Answers 429 to an eager origin."""
    key, origin = _digest("link", account), _digest("links from", _origin())
    _take_turns(key)
    _refuse(origin, PER_ORIGIN, at)
    db.session.add(SignInAttempt(key=origin, at=at))
    if must_wait(_tries(key, at), limit=LINKS, now=at):
        return False
    db.session.add(SignInAttempt(key=key, at=at))
    return True


def take_turn(what: str, *, at: datetime) -> None:
    """Count what a stranger asks for by a form for everyone; answers 429 to an origin that asks too often."""
    key = _digest("asked from", what, _origin())
    _take_turns(key)
    _refuse(key, PER_FORM, at)
    db.session.add(SignInAttempt(key=key, at=at))


def forget(*, before: datetime) -> None:
    """Delete what no longer counts."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < before))


def _refuse(key: str, limit: int, at: datetime) -> None:
    wait = must_wait(_tries(key, at), limit=limit, now=at)
    if not wait:
        return
    refusal = TooManyRequests(retry_after=int(wait.total_seconds()) + 1)
    minutes = -(-int(wait.total_seconds()) // 60)
    refusal.advice = ngettext(  # type: ignore[attr-defined]
        "Wait %(num)d minute and try again.", "Wait %(num)d minutes and try again.", minutes
    )
    raise refusal


def _tries(key: str, at: datetime) -> list[datetime]:
    wanted = select(SignInAttempt.at).where(SignInAttempt.key == key, SignInAttempt.at > at - WINDOW)
    return list(db.session.scalars(wanted.order_by(SignInAttempt.at)))


def _pair(account: str) -> str:
    device = devices.known_to(account)
    return _digest("account on device", account, device) if device else _digest("account", account, _origin())


def _origin_key() -> str:
    return _digest("origin", _origin())


def _origin() -> str:
    """Return where the request comes from: an IPv4 address, or the /64 that one IPv6 subscriber has."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _take_turns(key: str) -> None:
    """Let simultaneous tries for one key pass one after the other; SQLite's writers already do."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(int(key[:15], 16))))
