"""The time, in one place, so that commands can pretend another and tests can travel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask import current_app

_pretended: ContextVar[datetime | None] = ContextVar("pretended_time", default=None)


def utc_now() -> datetime:
    """Return the present instant in UTC, or the one that a command pretends."""
    return _pretended.get() or datetime.now(UTC)


def zone() -> ZoneInfo:
    """Return the instance's time zone."""
    found: ZoneInfo = current_app.extensions["instance"]().zone
    return found


def today() -> date:
    """Return the date in the instance's zone."""
    return local_date(utc_now())


def local_date(moment: datetime) -> date:
    """Return the date that `moment` has in the instance's zone."""
    return moment.astimezone(zone()).date()


def midnight(day: date) -> datetime:
    """Return the instant, in UTC, when `day` begins in the instance's zone."""
    return datetime.combine(day, time(), zone()).astimezone(UTC)


@contextmanager
def pretend(moment: datetime | None) -> Iterator[None]:
    """Make `moment` (aware) the present for a command or job; None leaves the clock alone."""
    token = _pretended.set(moment or _pretended.get())
    try:
        yield
    finally:
        _pretended.reset(token)
