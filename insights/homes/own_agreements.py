"""The agreements of the reader's organisation that are in force, for the home page of partners."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from agreements.clauses.models import Obligation, Right
from agreements.registry.models import Agreement, Party
from agreements.registry.queries import readable_whole
from agreements.registry.rules import Stage, Term
from app.accounts.models import Person
from app.circles.models import Seat
from app.database import db
from insights.homes.agreement_tasks import NOTICE_AHEAD

SHOWN = 4
"""Maximum number of agreements on the page, the nearest end first."""


class OwnAgreement(NamedTuple):
    """A signed agreement with its end, if it has one, and the obligations and rights of the reader's organisation."""

    id: UUID
    title: str
    expires_on: date | None
    notice_on: date | None
    """The last day of notice, if it is near or past."""
    obligations: int
    rights: int


def own_agreements(person: Person, today: date) -> list[OwnAgreement]:
    """Return the first `SHOWN` signed agreements, not yet ended, to which the organisation of `person` is a party."""
    return [_shown(row, today) for row in db.session.execute(_own(person, today)).all()]


def _own(person: Person, today: date) -> Select[*tuple[Any, ...]]:
    columns = (Agreement.id, Agreement.title, Agreement.stage, Agreement.effective_on, Agreement.expires_on)
    counts = (_many(Obligation.debtor_id).label("obligations"), _many(Right.holder_id).label("rights"))
    query = select(*columns, Agreement.notice_days, *counts).join(Agreement.parties).join(Party.seat)
    query = query.where(Seat.organisation_id == person.organisation_id, readable_whole(person, today))
    in_force = Agreement.expires_on.is_(None) | (Agreement.expires_on >= today)
    query = query.where(Agreement.stage == Stage.SIGNED, in_force)
    return query.order_by(Agreement.expires_on.is_(None), Agreement.expires_on, Agreement.title).limit(SHOWN)


def _many(party_id: Any) -> ColumnElement[int]:
    return select(func.count()).where(party_id == Party.id).correlate(Party).scalar_subquery()


def _shown(row: Any, today: date) -> OwnAgreement:
    notice_on = Term(
        stage=row.stage, effective_on=row.effective_on, expires_on=row.expires_on, notice_days=row.notice_days
    ).notice_on
    near = notice_on is not None and notice_on <= today + timedelta(days=NOTICE_AHEAD)
    return OwnAgreement(row.id, row.title, row.expires_on, notice_on if near else None, row.obligations, row.rights)
