"""Saved views of lists."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model
from app.database.types import Moment


class SavedView(Model):
    """A name for what the address of a list asks for: filters, order and groups."""

    __tablename__ = "saved_views"
    __table_args__ = (Index("ix_saved_views_list_owner", "list_name", "owner_id"),)

    list_name: Mapped[str] = mapped_column(String(40))
    """The name with which its list is registered."""
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(1_000))
    """The query string of the list's address, without its page."""
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    is_shared: Mapped[bool]
    """Whether everyone who is signed in has it as a tab."""
    saved_at: Mapped[Moment]
