"""The nightly job that creates sessions up to the horizon; missed nights are caught up on."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import or_, select

from app import clock
from app.database import db
from app.jobs import job
from forums.scheduling.horizon import horizon, make_sessions
from forums.scheduling.models import Forum, Series


@job("horizon", "cron", hour=2, minute=30)
def fill() -> Iterator[None]:
    """Create the missing sessions of every series of an active forum before the horizon, series by series."""
    until = horizon(clock.utc_now())
    short = (
        select(Series)
        .join(Series.forum)
        .where(
            Forum.archived_at.is_(None),
            or_(Series.made_until.is_(None), Series.made_until < until),
            or_(Series.ended_at.is_(None), Series.made_until < Series.ended_at),
        )
    )
    while series := db.session.scalar(short.order_by(Series.created_at).limit(1)):
        make_sessions(series, until=until, at=clock.utc_now())
        yield
