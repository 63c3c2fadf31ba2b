"""The minutes that the reader may still correct, for the home page of partners."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from app.accounts.models import Person
from app.database import db
from forums.minutes.models import Minutes, MinutesState
from forums.minutes.queries import correctable_by
from forums.scheduling.models import Forum, Session

SHOWN = 5
"""Maximum number of minutes on the page."""


class OpenMinutes(NamedTuple):
    """Minutes that take corrections until an instant, with the name and the first instant of their session."""

    session_id: UUID
    forum: str
    starts_at: datetime
    timezone: str
    until: datetime


def open_minutes(person: Person, today: date, now: datetime) -> list[OpenMinutes]:
    """Return the first `SHOWN` minutes that a person may correct at `now`, the nearest end first."""
    return list(map(OpenMinutes._make, db.session.execute(_open(person, today, now)).all()))


def _open(person: Person, today: date, now: datetime) -> Select[*tuple[Any, ...]]:
    query = select(Session.id, Forum.name, Session.starts_at, Session.timezone, Minutes.correction_until)
    query = query.select_from(Minutes).join(Session, Session.id == Minutes.session_id).join(Session.forum)
    query = query.where(Minutes.state == MinutesState.CIRCULATED, Minutes.correction_until >= now)
    return query.where(correctable_by(person, today)).order_by(Minutes.correction_until, Session.id).limit(SHOWN)
