"""Adds entries to a commitment's timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.accounts.models import Person
from app.database import db
from app.mail import links
from commitments.delivery.models import Act, Situation, Source, Update
from commitments.registry.models import Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class Behalf:
    """Source and date of a party's statement that another person records on its behalf."""

    source: Source
    said_on: date


def add_update(
    commitment: Commitment,
    act: Act,
    *,
    by: Person,
    at: datetime,
    text: str = "",
    due: date | None = None,
    progress: int | None = None,
    behalf: Behalf | None = None,
    challenges: str = "",
    help_needed: bool = False,
    situation: Situation | None = None,
    report_id: UUID | None = None,
) -> Update:
    """Add an entry to the timeline and return it."""
    update = Update(
        commitment_id=commitment.id,
        act=act,
        at=at,
        by_id=by.id,
        text=text,
        due=due,
        progress=progress,
        source=behalf.source if behalf else None,
        said_on=behalf.said_on if behalf else None,
        challenges=challenges,
        help_needed=help_needed,
        situation=situation,
        report_id=report_id,
        by_link=links.current_link() is not None,
    )
    db.session.add(update)
    return update
