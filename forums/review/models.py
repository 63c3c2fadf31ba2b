"""Models of the review of circulated minutes: agreement of the parties, opinions on corrections, deputies."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.circles.models import Seat
from app.database import Model, Versioned
from app.database.types import Moment
from forums.minutes.models import Correction


class Source(enum.Enum):
    """How a party informed the coordinator who recorded its agreement."""

    TELEPHONE = "telephone"
    MESSAGE = "message"
    LETTER = "letter"
    MAIL = "mail"
    IN_PERSON = "in_person"


class Consent(Model):
    """The agreement of a party with circulated minutes. A party that withdraws it has no row."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("minutes_id", "seat_id", name="one_consent_per_seat"),)

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    """Who agreed for the party; the coordinator who recorded it if `source` is set."""
    at: Mapped[Moment]
    by_link: Mapped[bool] = mapped_column(default=False)
    source: Mapped[Source | None]
    """How the party informed the coordinator who recorded it; None if it agreed itself."""
    note: Mapped[str] = mapped_column(String(300), default="")
    """The evidence of a recorded agreement, such as the number of a letter."""

    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")


class Opinion(Versioned, Model):
    """What a party thinks of a correction to a passage about it; the minute-taker asked for it.

    It is an opinion: the minute-taker decides on the correction.
    """

    __tablename__ = "opinions"
    __table_args__ = (UniqueConstraint("correction_id", "seat_id", name="one_opinion_per_seat"),)

    correction_id: Mapped[UUID] = mapped_column(ForeignKey("corrections.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"), index=True)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Moment]
    approves: Mapped[bool | None]
    """Whether the party approves the correction; None until it answers."""
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment | None]

    correction: Mapped[Correction] = relationship(lazy="raise_on_sql")
    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id], lazy="raise_on_sql")


class Deputy(Versioned, Model):
    """The person who may approve minutes of a forum if their presider has not done so."""

    __tablename__ = "deputies"
    __table_args__ = (CheckConstraint("days > 0", name="waits_a_day"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    days: Mapped[int] = mapped_column(default=7)
    """How many days after the end of the correction window the deputy may approve."""

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
