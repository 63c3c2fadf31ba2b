"""Models of the documents of agenda items, and of what parties prepare for them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.circles.models import Seat
from app.database import Model
from app.database.types import Moment
from app.files.models import StoredFile
from forums.agenda.models import AgendaItem


class Asked:
    """The status of a preparation, shared by the model and by query rows."""

    due: Any
    received_at: Any

    def is_late(self, today: date) -> bool:
        """Whether it was not received by its due date."""
        return self.received_at is None and bool(self.due < today)


class Preparation(Asked, Model):
    """What the party of a seat is asked to prepare for an agenda item. It is received with the first document."""

    __tablename__ = "preparations"
    __table_args__ = (Index("ix_preparations_received_due", "received_at", "due"),)

    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"))
    what: Mapped[str] = mapped_column(String(300))
    due: Mapped[date]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Moment]
    received_at: Mapped[Moment | None]
    reminded_before_at: Mapped[Moment | None]
    """When the party was reminded a working day before the due date."""
    reminded_due_at: Mapped[Moment | None]
    """When the party was reminded on the due date."""

    item: Mapped[AgendaItem] = relationship(lazy="raise_on_sql")
    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")
    asked_by: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read it."""
        return self.item.session.circle_id


class AgendaDocument(Model):
    """A document of an agenda item, handed in for a preparation if there is one."""

    __tablename__ = "agenda_documents"

    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"))
    preparation_id: Mapped[UUID | None] = mapped_column(ForeignKey("preparations.id"))
    title: Mapped[str] = mapped_column(String(200))
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[Moment]

    item: Mapped[AgendaItem] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")
    added_by: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read it."""
        return self.item.session.circle_id
