"""Filters of the list as the address writes them."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from app.accounts.models import Person
from app.organisations.models import Sector
from commitments.registry.queries import Filters
from commitments.registry.rules import ENDED, OPEN, UNDECIDED, Delivery

Member = TypeVar("Member", bound=enum.Enum)


class Choice(enum.Enum):
    """The values of ?state=."""

    OPEN = "open"
    OVERDUE = "overdue"
    BLOCKED = "blocked"
    UNANSWERED = "unanswered"
    SUBMITTED = "submitted"
    ENDED = "ended"
    ALL = "all"


STATES = {
    Choice.OPEN: OPEN,
    Choice.OVERDUE: OPEN,
    Choice.BLOCKED: frozenset({Delivery.BLOCKED}),
    Choice.UNANSWERED: UNDECIDED,
    Choice.SUBMITTED: frozenset({Delivery.SUBMITTED}),
    Choice.ENDED: ENDED,
    Choice.ALL: frozenset(Delivery),
}


def chosen(query: Mapping[str, str], *, person: Person, today: date) -> Filters:
    """Return the filters that a query string names; what it does not understand it leaves out."""
    choice = _read(Choice, query.get("state")) or Choice.OPEN
    return Filters(
        text=query.get("q", "").strip()[:100],
        states=STATES[choice],
        overdue_on=today if choice is Choice.OVERDUE else None,
        responsible_id=person.organisation_id if "mine" in query else _uuid(query.get("responsible")),
        verifier_id=person.organisation_id if "to-verify" in query else None,
        sector=_read(Sector, query.get("sector")),
        circle_id=_uuid(query.get("circle")),
        order=query.get("sort", "due"),
    )


def _read(members: type[Member], value: str | None) -> Member | None:
    try:
        return members(value)
    except ValueError:
        return None


def _uuid(value: str | None) -> UUID | None:
    try:
        return UUID(value) if value else None
    except ValueError:
        return None
