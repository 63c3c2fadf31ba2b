"""What a coordinator writes above the factors of a programme."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.circles.models import Circle
from app.database import UNNESTED, Model, Versioned
from app.database.types import Moment


class Synopsis(Versioned, Model):
    """The sentence that sums a programme up, and the directives that are wanted. Earlier ones are in the audit trail.

    `wanted` has one directive in each line.
    """

    __tablename__ = "synopses"

    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"), unique=True)
    sentence: Mapped[str] = mapped_column(String(300), default="")
    wanted: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]

    circle: Mapped[Circle] = relationship(lazy="joined", innerjoin=UNNESTED)
    by: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)

    @property
    def directives(self) -> list[str]:
        """The directives that are wanted."""
        return [line.strip() for line in self.wanted.splitlines() if line.strip()]
