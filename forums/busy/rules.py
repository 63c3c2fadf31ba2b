"""Addresses as they are asked for and as they are shown, busy times put together, and when to read again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

READ_EVERY = timedelta(minutes=30)
LONGEST_PAUSE = timedelta(hours=24)
SPREAD = 600
"""Seconds over which the calendars of an instance are spread, so that they are not all read in one moment."""
SHOWN_OF_SECRET = 6

Times = tuple[datetime, datetime]


def asked_for(address: str) -> str:
    """Return an address as it is asked for: `webcal://`, which calendar programs open, is https."""
    scheme, separator, rest = address.partition("://")
    known = {"webcal": "https", "webcals": "https", "http": "http", "https": "https"}
    return known.get(scheme.lower(), scheme) + separator + rest


def shown_of(address: str) -> str:
    """Return what may be shown of an address that is a secret: its host and the last characters."""
    parts = urlsplit(address)
    return f"{parts.hostname}…{address[len(address) - SHOWN_OF_SECRET :]}"


def put_together(times: Iterable[Times]) -> list[Times]:
    """Return times in order, those that overlap as one; times that only touch stay two."""
    found: list[Times] = []
    for starts_at, ends_at in sorted(times):
        if found and starts_at < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends_at))
        else:
            found.append((starts_at, ends_at))
    return found


def next_reading(now: datetime, *, failures: int, feed_id: UUID) -> datetime:
    """Return when a calendar is read again: in about half an hour, later and later while it fails, at most a day."""
    pause = min(READ_EVERY * 2 ** min(failures, 10), LONGEST_PAUSE)
    return now + pause + timedelta(seconds=feed_id.int % SPREAD - SPREAD // 2)
