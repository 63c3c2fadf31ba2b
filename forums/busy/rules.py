"""Rules for calendar addresses, for merging busy times, and for when to read a calendar again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

READ_EVERY = timedelta(minutes=30)
LONGEST_PAUSE = timedelta(hours=24)
SPREAD = 600
"""Seconds over which the reads of an instance are spread, to avoid reading all calendars at once."""
SHOWN_OF_SECRET = 6

Times = tuple[datetime, datetime]


def feed_url(address: str) -> str:
    """Return the address to fetch: `webcal://` and `http://` become `https://`."""
    scheme, separator, rest = address.partition("://")
    known = {"webcal": "https", "webcals": "https", "http": "http", "https": "https"}
    return known.get(scheme.lower(), scheme) + separator + rest


def shown_of(address: str) -> str:
    """Return the part of a secret address that may be displayed: its host and last characters."""
    parts = urlsplit(address)
    return f"{parts.hostname}…{address[len(address) - SHOWN_OF_SECRET :]}"


def put_together(times: Iterable[Times]) -> list[Times]:
    """Return times in order with overlapping ones merged; adjacent times stay separate."""
    found: list[Times] = []
    for starts_at, ends_at in sorted(times):
        if found and starts_at < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends_at))
        else:
            found.append((starts_at, ends_at))
    return found


def next_reading(now: datetime, *, failures: int, feed_id: UUID) -> datetime:
    """Return when to read a calendar again: after half an hour, with exponential backoff on failure up to a day."""
    pause = min(READ_EVERY * 2 ** min(failures, 10), LONGEST_PAUSE)
    return now + pause + timedelta(seconds=feed_id.int % SPREAD - SPREAD // 2)
