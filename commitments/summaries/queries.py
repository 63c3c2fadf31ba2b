"""Queries of weekly summaries: what an organisation owes this week, and who is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from app.accounts.models import Person
from app.circles.queries import secret_circles
from app.database import db
from app.organisations.models import ContactRole
from app.organisations.queries import contacts
from commitments.registry.models import Commitment
from commitments.registry.queries import awaits_report
from commitments.registry.rules import OWED, CommitmentFacts, Delivery, Rhythm
from commitments.summaries.models import Summary, SummaryWeek

MOST = 60
"""Maximum number of commitments in a summary, the nearest due date first."""


class Owed(NamedTuple):
    """A commitment in a summary."""

    id: UUID
    code: str
    title: str
    delivery: Delivery
    current_due: date
    progress: int
    responsible_person_id: UUID | None
    accepted_on: date | None
    progress_on: date | None
    rhythm: Rhythm
    first_due: date

    def awaits_report(self, today: date) -> bool:
        """Return whether a report is awaited by a day."""
        return CommitmentFacts(
            delivery=self.delivery,
            first_due=self.first_due,
            current_due=self.current_due,
            accepted_on=self.accepted_on,
            rhythm=self.rhythm,
            reported_on=self.progress_on,
        ).awaits_report(today)


def owed_by(organisation_id: UUID, until: date, today: date) -> list[Owed]:
    """Return what an organisation must answer, owes by a day or must report on, the nearest due date first.

    Commitments of secret circles are left out: a summary is sent to people who need not be named in them.
    """
    columns = [getattr(Commitment, name) for name in Owed._fields]
    query = select(*columns).where(Commitment.responsible_id == organisation_id, _is_told(until, today))
    query = query.order_by(Commitment.current_due, Commitment.code).limit(MOST)
    return list(map(Owed._make, db.session.execute(query)))


def organisations_to_tell(until: date, today: date, after: UUID | None, most: int) -> Sequence[UUID]:
    """Return the next organisations by id whose people are told something, for the job."""
    query: Select[Any] = select(Commitment.responsible_id).where(_is_told(until, today)).distinct()
    if after:
        query = query.where(Commitment.responsible_id > after)
    return db.session.scalars(query.order_by(Commitment.responsible_id).limit(most)).all()


def _is_told(until: date, today: date) -> ColumnElement[bool]:
    owed = Commitment.delivery.in_(OWED) & (Commitment.current_due <= until)
    told = or_(Commitment.delivery == Delivery.PROPOSED, owed, awaits_report(today))
    return told & Commitment.circle_id.not_in(secret_circles())


def recipients(organisation_id: UUID, rows: Collection[Owed]) -> list[Person]:
    """Return the focal point, the alternate and the responsible people of an organisation."""
    named = {row.responsible_person_id for row in rows if row.responsible_person_id}
    daily = contacts(organisation_id, (ContactRole.FOCAL_POINT, ContactRole.ALTERNATE))
    responsible = db.session.scalars(select(Person).where(Person.id.in_(named)).order_by(Person.id)) if named else ()
    found = dict.fromkeys([*daily, *responsible])
    return [person for person in found if person.organisation_id == organisation_id and not person.suspended_at]


def of_person(person: Person) -> Summary | None:
    """Return the summary of a person, or None if they never received or stopped one."""
    return db.session.scalars(select(Summary).where(Summary.person_id == person.id)).first()


def is_queued(monday: date) -> bool:
    """Return whether all summaries of the week that begins on a Monday were queued."""
    return db.session.scalar(select(SummaryWeek.id).where(SummaryWeek.monday == monday)) is not None
