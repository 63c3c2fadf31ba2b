"""Circles: groups of organisations that share access, such as the seats of a forum or the parties of an agreement."""

from __future__ import annotations

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.circles.rules import Classification as Classification
from app.database import UNNESTED, Model
from app.organisations.models import Organisation, Sector


class CircleKind(enum.Enum):
    """What a circle belongs to."""

    FORUM = "forum"
    AGREEMENT = "agreement"


class Circle(Model):
    """A named group of organisations. Access to a commitment depends on its circle, not on forums."""

    __tablename__ = "circles"

    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[CircleKind] = mapped_column(default=CircleKind.FORUM)
    classification: Mapped[Classification] = mapped_column(default=Classification.INTERNAL, index=True)

    seats: Mapped[list[Seat]] = relationship(back_populates="circle", lazy="raise", order_by="Seat.position")


class Seat(Model):
    """The membership of an organisation in a circle from `since` to `until`, both dates included.

    `sector` is the organisation's sector when the seat was taken. An observer's seat gives access and does not count
    for the quorum.
    """

    __tablename__ = "seats"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="ends_after_it_begins"),
        Index("ix_seats_organisation_circle", "organisation_id", "circle_id"),
    )

    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    sector: Mapped[Sector]
    position: Mapped[int] = mapped_column(default=0)
    observer: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date]
    until: Mapped[date | None]

    circle: Mapped[Circle] = relationship(back_populates="seats")
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=UNNESTED)

    def is_taken_on(self, day: date) -> bool:
        """Whether the organisation holds the seat on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


class StewardRole(enum.Enum):
    """The role of a person who serves a circle."""

    CHAIR = "chair"
    FACILITATOR = "facilitator"
    MINUTE_TAKER = "minute_taker"


class Steward(Model):
    """A person who leads or serves a circle. Maintained by the package that owns the circle, such as forums."""

    __tablename__ = "stewards"
    __table_args__ = (UniqueConstraint("circle_id", "person_id", "role", name="one_steward_per_role"),)

    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[StewardRole]


class NamedPerson(Model):
    """A person named in a circle, with or without a role. Only named people may know of a secret circle.

    Maintained by the package that owns the circle: a forum names its participants, an agreement its keeper and the
    contacts of its parties. Stewards are named too.
    """

    __tablename__ = "named_people"
    __table_args__ = (
        UniqueConstraint("circle_id", "person_id", name="named_once"),
        Index("ix_named_people_person_circle", "person_id", "circle_id"),
    )

    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
