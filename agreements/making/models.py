"""The checklist of the making of an agreement, and who had it in hand."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.documents.models import Document
from agreements.making.rules import ItemState, Step
from agreements.registry.models import Agreement
from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment
from app.organisations.models import Organisation

_CURRENT: ColumnElement[bool] = literal_column("until IS NULL")


class ChecklistItem(Model):
    """An item of a checklist that somebody settled or added. Usual items that are untouched have no row."""

    __tablename__ = "checklist_items"
    __table_args__ = (UniqueConstraint("agreement_id", "key", name="one_item_per_key"),)

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    key: Mapped[str] = mapped_column(String(40))
    """The key of a usual item (`rules.USUAL`), or "own-1", "own-2" and so on."""
    step: Mapped[Step]
    text: Mapped[str] = mapped_column(String(200), default="")
    """The text of an added item; usual ones have labels."""
    state: Mapped[ItemState] = mapped_column(default=ItemState.OPEN)
    done_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    """What to know about it, or why it is not needed."""
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement_documents.id"))
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[Moment | None]

    document: Mapped[Document | None] = relationship(lazy="raise_on_sql")
    settled_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class Holding(Model):
    """A period in which an organisation had an agreement in hand; the current one has no end."""

    __tablename__ = "agreement_holdings"
    __table_args__ = (
        Index("one_current_holding", "agreement_id", unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT),
        Index("ix_agreement_holdings_agreement_since", "agreement_id", "since"),
    )

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    desk: Mapped[str] = mapped_column(String(200), default="")
    """The unit or person there, as written."""
    word: Mapped[str] = mapped_column(default="")
    """What it was asked to do."""
    since: Mapped[Moment]
    until: Mapped[Moment | None]
    passed_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    agreement: Mapped[Agreement] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
