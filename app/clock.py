"""The current time. All code reads it from here, so that commands can override it and tests can travel in time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app

_pretended: ContextVar[datetime | None] = ContextVar("pretended_time", default=None)


def utc_now() -> datetime:
    """Return the current time in UTC, or the time set by `pretend`."""
    return _pretended.get() or datetime.now(UTC)


def zone() -> ZoneInfo:
    """Return the instance's time zone."""
    found: ZoneInfo = current_app.extensions["instance"]().zone
    return found


def today() -> date:
    """Return the current date in the instance's time zone."""
    return local_date(utc_now())


def local_date(moment: datetime) -> date:
    """Return the date of `moment` in the instance's time zone."""
    return moment.astimezone(zone()).date()


def midnight(day: date) -> datetime:
    """Return the start of `day` in the instance's time zone, as a UTC datetime."""
    return datetime.combine(day, time(), zone()).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the last instant of `day` in the instance's time zone, as a UTC datetime."""
    return midnight(day + timedelta(days=1)) - timedelta(microseconds=1)


@contextmanager
def pretend(moment: datetime | None) -> Iterator[None]:
    """Override the current time with `moment` (aware) inside the context; None keeps the current time unchanged."""
    token = _pretended.set(moment or _pretended.get())
    try:
        yield
    finally:
        _pretended.reset(token)
