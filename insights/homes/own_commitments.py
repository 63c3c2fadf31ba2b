"""The commitments of the reader's organisation by due date, for the home page of partners."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from babel.dates import format_date
from flask_babel import gettext as _
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
SOON = timedelta(days=7)


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
    verifier: str
    total: int

    @property
    def is_awaited(self) -> bool:
        """Return whether another party acts next."""
        return self.delivery in AWAITED


class DueGroup(NamedTuple):
    """Commitments under a heading; `is_late` if they are past their due dates."""

    label: str
    is_late: bool
    commitments: Sequence[OwnCommitment]


def own_commitments(person: Person, today: date) -> list[DueGroup]:
    """Return what a person's organisation owes, nearest due date first, then what awaits another party.

    At most `SHOWN` commitments. Proposals without an answer are action items instead.
    """
    found = map(OwnCommitment._make, db.session.execute(_own(person)).all())
    grouped = groupby(found, key=lambda one: (_heading(one, today), not one.is_awaited and one.current_due < today))
    return [DueGroup(label, is_late, list(some)) for (label, is_late), some in grouped]


def _own(person: Person) -> Select[*tuple[Any, ...]]:
    columns = [getattr(Commitment, name) for name in OwnCommitment._fields[:-2]]
    query = select(*columns, Organisation.label, func.count().over()).join(Commitment.verifier)
    query = query.where(
        Commitment.responsible_id == person.organisation_id,
        Commitment.delivery.in_(OWED | AWAITED),
        open_to_parties(person),
    )
    return query.order_by(Commitment.delivery.in_(AWAITED), Commitment.current_due, Commitment.code).limit(SHOWN)


def _heading(one: OwnCommitment, today: date) -> str:
    if one.is_awaited:
        return _("Awaiting others")
    if one.current_due < today:
        return _("Late")
    if one.current_due <= today + SOON:
        return _("Within 7 days")
    return str(format_date(one.current_due, "LLLL y", locale=language()))
