"""Parses the filters of the list of commitments from the query string."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from datetime import date

from app.accounts.models import Person
from app.organisations.models import Sector
from app.web.arguments import member_of, uuid_of
from commitments.registry.queries import ORDERS, Filters
from commitments.registry.rules import ENDED, OPEN, UNDECIDED, Delivery, Funds, Plan


class Choice(enum.Enum):
    """Values of `?state=`."""

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
    """Return the filters of a query string; invalid values are ignored.

    The status is by default open; with `to-verify`, submitted.
    """
    choice = member_of(Choice, query.get("state")) or (Choice.SUBMITTED if "to-verify" in query else Choice.OPEN)
    states = STATES[choice]
    if "report-due" in query and choice is Choice.OPEN:  # only owed commitments are reported on
        states = STATES[Choice.ALL]
    return Filters(
        text=query.get("q", "").strip()[:100],
        states=states,
        overdue_on=today if choice is Choice.OVERDUE else None,
        responsible_id=person.organisation_id if "mine" in query else uuid_of(query.get("responsible")),
        verifier_id=person.organisation_id if "to-verify" in query else None,
        waiting_for_id=person.organisation_id if "waiting" in query else None,
        sector=member_of(Sector, query.get("sector")),
        circle_id=uuid_of(query.get("circle")),
        plan=member_of(Plan, query.get("plan")),
        funds=member_of(Funds, query.get("funds")),
        report_due_on=today if "report-due" in query else None,
        order=order if (order := query.get("sort", "due")) in ORDERS else "due",
    )


def picked(codes: Sequence[str]) -> Filters:
    """Return the filters that list the commitments with these codes, in any state; none without codes."""
    return Filters(codes=tuple(codes) or ("",), states=STATES[Choice.ALL])
