"""The model of conflicts of interest."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment
from forums.agenda.models import AgendaItem
from forums.scheduling.models import Participant


class ConflictOfInterest(Model):
    """A participant's conflict of interest on an agenda item."""

    __tablename__ = "conflicts_of_interest"
    __table_args__ = (UniqueConstraint("agenda_item_id", "participant_id", name="one_conflict_per_item"),)

    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_items.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    text: Mapped[str] = mapped_column(String(300))
    abstains: Mapped[bool]
    """Whether the participant takes no part in the decision on the item."""
    declared_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    declared_at: Mapped[Moment]

    item: Mapped[AgendaItem] = relationship(lazy="raise_on_sql")
    participant: Mapped[Participant] = relationship(lazy="raise_on_sql")
    declared_by: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read it."""
        return self.item.session.circle_id
