"""Health figures of the commitments, minutes and agreements that a person may read, for the last thirty days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, literal, or_, select, true

from agreements.registry.models import Agreement
from agreements.registry.queries import readable_whole, soon
from agreements.registry.rules import Stage
from app.accounts.models import Person
from app.clock import zone
from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from forums.scheduling.models import Session
from forums.scheduling.queries import readable_forums
from insights.digests.queries import first_commitment, first_session
from insights.digests.rules import first_day, is_on_record
from insights.indicators import queries as indicators
from insights.indicators.daily import overdue_on
from insights.indicators.rules import Share, Window, on_time
from insights.indicators.then import Then

DAYS = 30
"""Number of days that the figures cover, including today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Figures of the days from `since` to `until`, with the same names as in a digest."""

    since: date
    """The first day on record if that is within the last thirty days."""
    until: date
    has_begun: bool
    """Whether there was any session or commitment yet; otherwise the figures are of nothing."""
    figures: dict[str, Any]
    ending: int
    """Number of agreements that end within sixty days."""

    @property
    def whole(self) -> bool:
        """Whether the figures cover all of the last thirty days."""
        return (self.until - self.since).days == DAYS - 1


def health(person: Person, today: date, now: datetime) -> Health:
    """Return the figures of what a person may read, in one statement."""
    window, seen = Window.ending(today, DAYS), visible_to(person, today)
    kept, owed = indicators.kept(window, seen), indicators.owed(Then(today), seen)
    overdue, overdue_before = indicators.overdue(Then(today), seen), overdue_on(window.before.last, person)
    lately = timedelta(days=DAYS)
    sent = indicators.circulated(now - lately, now - 2 * lately, now, readable_forums(person, today))
    begins = datetime.combine(_first(today), time.min, zone())
    older, first = _on_record(person, today, begins, now)
    counts = (kept, owed, overdue, sent, overdue_before.label("overdue_before"))
    query = select(*counts, _ending(person, today), older, *first)
    joined = kept.join(owed, true()).join(overdue, true()).join(sent, true())
    row = db.session.execute(query.select_from(joined)).one()
    began = _first(today) if row.is_older else first_day(row.first_session, row.first_commitment, zone())
    figures = {
        "on_time": on_time(row.on_time or 0, row.kept or 0, row.overdue).plain,
        "on_time_before": _before(row).plain,
        "overdue": row.overdue,
        "late": row.late or 0,
        "longest_late": (today - row.oldest_due).days if row.oldest_due else 0,
        "blocked": row.blocked or 0,
        "open": row.open,
        "minutes_days": None if row.minutes_days is None else round(row.minutes_days),
        "minutes_days_before": None if row.minutes_days_before is None else round(row.minutes_days_before),
    }
    return Health(
        since=began or _first(today),
        until=today,
        has_begun=is_on_record(today, began),
        figures=figures,
        ending=row.ending,
    )


def _first(today: date) -> date:
    return today - timedelta(days=DAYS - 1)


def _before(row: Row[Any]) -> Share:
    """Return the share that was on time in the thirty days before; of nothing if their last day is not stored."""
    if row.overdue_before is None:
        return Share(0, 0)
    return on_time(row.on_time_before or 0, row.kept_before or 0, row.overdue_before)


def _on_record(
    person: Person, today: date, begins: datetime, now: datetime
) -> tuple[ColumnElement[bool], Sequence[ColumnElement[Any]]]:
    """Return whether a session or commitment is older than `begins`, and the first of each if none is.

    Older ones are found at once; the first is searched only as long as there are few.
    """
    sessions, commitments = readable_forums(person, today), visible_to(person, today)
    found = (
        first_session(sessions, Session.starts_at < begins),
        first_commitment(commitments, Commitment.proposed_at < begins),
    )
    older = or_(*(query.with_only_columns(literal(1)).exists() for query in found))
    firsts = {
        "first_session": first_session(sessions, Session.starts_at <= now),
        "first_commitment": first_commitment(commitments),
    }
    columns = [case((~older, query.scalar_subquery())).label(name) for name, query in firsts.items()]
    return older.label("is_older"), columns


def _ending(person: Person, today: date) -> ColumnElement[int]:
    """Count the agreements that end soon."""
    query = select(func.count()).select_from(Agreement).where(readable_whole(person, today))
    query = query.where(Agreement.stage == Stage.SIGNED, Agreement.expires_on.between(today, soon(today)))
    return query.scalar_subquery().label("ending")
