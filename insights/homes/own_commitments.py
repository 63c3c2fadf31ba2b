"""The commitments of the reader's organisation by due date, for the home page of partners."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from app.accounts.models import Person
from app.database import db
from app.organisations.models import Organisation
from app.web.i18n import language
from commitments.registry.models import Commitment
from commitments.registry.queries import open_to_parties
from commitments.registry.rules import OWED, Delivery, Verification

AWAITED = frozenset({Delivery.SUBMITTED, Delivery.COUNTER_PROPOSED})
"""Statuses in which another party acts next."""
SHOWN = 12
"""Maximum number of commitments on the page."""
AWAITING, LATE, THIS_WEEK = _l("Awaiting others"), _l("Late"), _l("This week")


class OwnCommitment(NamedTuple):
    """A commitment of the reader's organisation, with the label of its verifier and the number of such commitments."""

    id: UUID
    code: str
    title: str
    delivery: Delivery
    verification: Verification
    current_due: date
    first_due: date
    progress: int
    submitted_at: datetime | None
    verifier: str
    total: int

    @property
    def is_awaited(self) -> bool:
        """Return whether another party acts next."""
        return self.delivery in AWAITED


class DueGroup(NamedTuple):
    """Commitments under a heading, with a note beside it; `is_late` if they are past their due dates."""

    label: str
    note: str
    is_late: bool
    commitments: Sequence[OwnCommitment]


def own_commitments(person: Person, today: date) -> list[DueGroup]:
    """Return what a person's organisation owes, nearest due date first, then what awaits another party.

    At most `SHOWN` commitments. Proposals without an answer are action items instead.
    """
    found = map(OwnCommitment._make, db.session.execute(_own(person)).all())
    sunday = today + timedelta(days=6 - today.weekday())
    grouped = groupby(found, key=lambda one: _heading(one, today, sunday))
    return [DueGroup(label, note, label == LATE, list(some)) for (label, note), some in grouped]


def _own(person: Person) -> Select[*tuple[Any, ...]]:
    columns = [getattr(Commitment, name) for name in OwnCommitment._fields[:-2]]
    query = select(*columns, Organisation.label, func.count().over()).join(Commitment.verifier)
    query = query.where(
        Commitment.responsible_id == person.organisation_id,
        Commitment.delivery.in_(OWED | AWAITED),
        open_to_parties(person),
    )
    return query.order_by(Commitment.delivery.in_(AWAITED), Commitment.current_due, Commitment.code).limit(SHOWN)


def _heading(one: OwnCommitment, today: date, sunday: date) -> tuple[Any, str]:
    """Return the heading of a commitment, and the note beside it: the week, which ends on Sunday, or a month."""
    if one.is_awaited:
        return AWAITING, ""
    if one.current_due < today:
        return LATE, ""
    if one.current_due <= sunday:
        return THIS_WEEK, f"{_short(sunday - timedelta(days=6))} – {_short(sunday)}"
    month = format_date(one.current_due, "LLLL" if one.current_due.year == today.year else "LLLL y", locale=language())
    same = (one.current_due.year, one.current_due.month) == (sunday.year, sunday.month)
    return str(month), _("after %(day)s", day=_short(sunday)) if same else ""


def _short(day: date) -> str:
    return str(format_date(day, "d MMM", locale=language()))
