"""The model of the organisation that convenes a forum."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model
from app.database.types import Moment
from app.organisations.models import Organisation


class Convener(Model):
    """The organisation that convenes a forum from `since` until the next row; None: the unit that runs the instance.

    Rows are never changed, so that documents keep the letterhead with which they were issued.
    """

    __tablename__ = "conveners"
    __table_args__ = (Index("ix_conveners_forum_since", "forum_id", "since"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    since: Mapped[Moment]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
