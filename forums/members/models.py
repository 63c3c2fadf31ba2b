"""Models of future participants."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.circles.models import Seat
from app.database import UNNESTED, Model
from app.database.types import Moment
from forums.scheduling.models import Capacity, Forum, ForumRole


class Arrival(Model):
    """A person who takes part in a forum from the day `since` on; a job adds them on that day."""

    __tablename__ = "arrivals"
    __table_args__ = (CheckConstraint("last_day IS NULL OR last_day >= since", name="leaves_after_joining"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[ForumRole]
    capacity: Mapped[Capacity]
    acting_as: Mapped[str] = mapped_column(String(200), default="")
    basis: Mapped[str] = mapped_column(String(300), default="")
    place_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("participants.id"))
    since: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date | None]
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    entered_at: Mapped[Moment]

    forum: Mapped[Forum] = relationship(lazy="raise_on_sql")
    seat: Mapped[Seat] = relationship(lazy="joined", innerjoin=UNNESTED)
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=UNNESTED)
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id], lazy="raise_on_sql")
