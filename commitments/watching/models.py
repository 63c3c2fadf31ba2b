"""People who watch commitments."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment
from commitments.registry.models import Commitment


class Watch(Model):
    """A person is told of what happens to a commitment, as long as they may read it."""

    __tablename__ = "watches"
    __table_args__ = (UniqueConstraint("commitment_id", "person_id", name="watched_once"),)

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    since: Mapped[Moment]
    told_until: Mapped[Moment]
    """Acts until this moment have been told."""

    commitment: Mapped[Commitment] = relationship()
    person: Mapped[Person] = relationship()
