"""Models of uploaded calendars, and of the events imported from them."""

from __future__ import annotations

import enum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import UNNESTED, Model, Versioned
from app.database.types import Moment
from app.files.models import StoredFile
from forums.scheduling.models import Forum, Series, Session


class Past(enum.Enum):
    """How sessions are imported that are already over."""

    PLANNED = "planned"
    HELD = "held"
    LEFT_OUT = "left_out"


class CalendarImport(Versioned, Model):
    """A calendar file for a forum. The parsed entries are stored, so that exactly what was previewed is imported."""

    __tablename__ = "calendar_imports"
    __table_args__ = (Index("ix_calendar_imports_confirmed_created", "confirmed_at", "created_at"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))
    calendar: Mapped[str] = mapped_column(String(200))
    """The calendar's own name, else that of its file; later files with the same name are versions of this calendar."""
    past: Mapped[Past] = mapped_column(default=Past.PLANNED)
    entries: Mapped[list[dict[str, Any]]]
    left_out: Mapped[list[dict[str, Any]]]
    """Events that could not be imported: [{"line", "uid", "name", "sentence", "values"}]."""
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]
    done: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The numbers of the completed import."""

    forum: Mapped[Forum] = relationship(lazy="joined", innerjoin=UNNESTED)
    file: Mapped[StoredFile | None] = relationship(lazy="raise")
    created_by: Mapped[Person | None] = relationship(lazy="raise")

    @property
    def circle_id(self) -> UUID:
        """The circle whose coordinators may read the import."""
        return self.forum.circle_id


class ImportedEvent(Model):
    """An event of an external calendar as it was last imported: a series or a single session of a forum."""

    __tablename__ = "imported_events"
    __table_args__ = (UniqueConstraint("forum_id", "uid", name="one_event_per_forum_and_uid"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    uid: Mapped[str] = mapped_column(String(200))
    calendar: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]]
    """The event as in the last file; differences to a newer file are changes made in the external calendar."""
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"), index=True)
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id"), index=True)

    series: Mapped[Series | None] = relationship(lazy="raise")
    session: Mapped[Session | None] = relationship(lazy="raise")
