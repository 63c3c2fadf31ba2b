"""Reads the calendars that are due: claims them, fetches several in parallel without a database, stores each result."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from flask import current_app
from sqlalchemy import exists

from app.calendars.busy import read_busy
from app.calendars.errors import CalendarUnreadable
from app.clock import utc_now, zone
from app.database import db
from app.database.transactions import transaction
from app.web.http_client import fetch
from app.web.ssrf import Refused
from forums.busy import actions
from forums.busy.actions import Claim, Reading
from forums.busy.labels import UNREADABLE
from forums.busy.queries import due

AT_ONCE = 8
"""The number of parallel reads, so that a slow server does not delay the others."""
ACCEPT = "text/calendar, text/*;q=0.5"

log = structlog.get_logger()


def read_due(*, stop: Callable[[], bool]) -> int:
    """Read the calendars that are due, and return how many were claimed. No transaction is open during requests."""
    now, settings = utc_now(), current_app.extensions["settings"]
    with transaction(reads_only=True):
        if not db.session.scalar(db.select(exists(due(now)))):
            return 0
        here = zone()
    with transaction():
        claims = actions.claim(now)
    read = partial(_read, now=now, intranet=settings.intranet_hosts, timezone=here)
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        reading = {pool.submit(read, claim): claim.feed_id for claim in claims}
        for done in as_completed(reading):
            with transaction():
                actions.keep(reading[done], done.result(), at=utc_now())
            if stop():
                break
    finally:
        pool.shutdown(cancel_futures=True)
    return len(claims)


def _read(claim: Claim, *, now: datetime, intranet: Collection[str], timezone: ZoneInfo) -> Reading:
    """Fetch and parse one calendar. Returns errors in the Reading, so that one calendar cannot affect the others."""
    try:
        found = fetch(claim.address, accept=ACCEPT, intranet=intranet, etag=claim.etag, modified=claim.modified)
        if found.content is None:
            return Reading(None, found.etag, found.modified)
        until = now + actions.AHEAD
        periods = read_busy(found.content, since=now, until=until, timezone=timezone, owner=claim.owner)
        return Reading(periods, found.etag, found.modified)
    except Refused as refused:
        return Reading(trouble=refused.trouble.value)
    except CalendarUnreadable:
        return Reading(trouble=UNREADABLE)
    except Exception as error:
        log.error("busy.failed", feed=str(claim.feed_id), kind=type(error).__name__)  # its text may contain titles
        return Reading(trouble=UNREADABLE)
