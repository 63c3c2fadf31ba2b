"""Weekly summaries: who receives one, and the weeks for which they were sent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import UNNESTED, Model
from app.database.types import Moment


class Summary(Model):
    """The weekly summary of a person, which its mails are about. It is sent until `stopped_at` is set."""

    __tablename__ = "summaries"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    stopped_at: Mapped[Moment | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)


class SummaryWeek(Model):
    """A week whose summaries were all queued, by its Monday."""

    __tablename__ = "summary_weeks"

    monday: Mapped[date] = mapped_column(unique=True)
    queued_at: Mapped[Moment]
