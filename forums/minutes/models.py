"""What was said at a session, passage by passage, and how it became official."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.circles.models import Seat
from app.database import Model, Versioned
from app.database.types import Moment
from app.organisations.models import Organisation
from forums.scheduling.models import Session


class MinutesState(enum.Enum):
    """How far the minutes are. From approved on they are locked; only a new version amends them."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    APPROVED = "approved"
    PUBLISHED = "published"


LOCKED = frozenset({MinutesState.APPROVED, MinutesState.PUBLISHED})
FROM_CIRCULATED = frozenset(MinutesState) - {MinutesState.DRAFT}
PUBLISHED = frozenset({MinutesState.PUBLISHED})


class Minutes(Model):
    """One version of a session's minutes. `revision` guards the row; `version` is what people count: 1, 2 …"""

    __tablename__ = "minutes"
    __table_args__ = (
        UniqueConstraint("session_id", "version", name="one_row_per_version"),
        Index("ix_minutes_state_session", "state", "session_id", "version", "correction_until"),
        Index("ix_minutes_session_state", "session_id", "version", "state", "correction_until"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[MinutesState] = mapped_column(default=MinutesState.DRAFT)
    number: Mapped[str] = mapped_column(String(100), default="")
    """As the office system gave it."""
    language: Mapped[str] = mapped_column(String(8))
    begun_at: Mapped[Moment]
    circulated_at: Mapped[Moment | None] = mapped_column(index=True)
    circulated_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    correction_until: Mapped[Moment | None]
    """The last instant at which a party may ask for a correction."""
    approved_at: Mapped[Moment | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[Moment | None]
    content: Mapped[dict[str, Any] | None]
    """What was approved, whole and in plain values; `sha256` is taken over its canonical form."""
    sha256: Mapped[str | None] = mapped_column(String(64), unique=True)
    published_content: Mapped[dict[str, Any] | None]
    """What the public reads of it; `published_sha256` is taken over its canonical form."""
    published_sha256: Mapped[str | None] = mapped_column(String(64))
    published_salt: Mapped[str | None] = mapped_column(String(64))
    """With it the link from what is published to the whole was made: it is never published."""

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id], lazy="raise_on_sql")
    circulated_by: Mapped[Person | None] = relationship(foreign_keys=[circulated_by_id], lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def circle_id(self) -> UUID:
        """The circle whose classification decides who knows of them."""
        return self.session.circle_id

    @property
    def is_locked(self) -> bool:
        """Whether nothing in them may change any more."""
        return self.state in LOCKED

    def takes_corrections(self, now: datetime) -> bool:
        """Whether parties may ask for corrections at `now`."""
        until = self.correction_until
        return self.state is MinutesState.CIRCULATED and until is not None and now <= until


class Part(enum.Enum):
    """Where in the minutes a passage stands."""

    OPENING = "opening"
    DISCUSSION = "discussion"
    CLOSING = "closing"


class Passage(Model):
    """A stretch of the minutes that one person writes at a time; `version` counts its saves.

    Its id is made by the page on which it is written, so that a save that is sent twice makes one passage.
    """

    __tablename__ = "passages"
    __table_args__ = (
        CheckConstraint("(part = 'discussion') = (agenda_item_id IS NOT NULL)", name="discussions_have_an_item"),
        Index("ix_passages_minutes_position", "minutes_id", "position"),
    )

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    part: Mapped[Part]
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]
    """When it was begun."""
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[Moment]
    """When it was last saved."""

    minutes: Mapped[Minutes] = relationship(lazy="raise_on_sql")
    author: Mapped[Person] = relationship(foreign_keys=[author_id], lazy="raise_on_sql")
    written_by: Mapped[Person] = relationship(foreign_keys=[written_by_id], lazy="raise_on_sql")


class EarlierText(Model):
    """What a passage said before another person changed it: nobody's words are lost."""

    __tablename__ = "earlier_texts"
    __table_args__ = (UniqueConstraint("passage_id", "version", name="each_version_once"),)

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passages.id"))
    version: Mapped[int]
    text: Mapped[str]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[Moment]

    written_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class CorrectionState(enum.Enum):
    """What became of a party's wish."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Correction(Versioned, Model):
    """What a party asks to be written differently, within the correction window."""

    __tablename__ = "corrections"
    __table_args__ = (Index("ix_corrections_minutes_at", "minutes_id", "at"),)

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    passage_id: Mapped[UUID | None] = mapped_column(ForeignKey("passages.id"))
    """None: it is about the minutes as a whole."""
    text: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seats.id"))
    """The seat that the person spoke for; None for those who serve the forum without one."""
    at: Mapped[Moment]
    state: Mapped[CorrectionState] = mapped_column(default=CorrectionState.OPEN)
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[Moment | None]

    minutes: Mapped[Minutes] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="raise_on_sql")
    seat: Mapped[Seat | None] = relationship(lazy="raise_on_sql")

    @property
    def organisation(self) -> Organisation:
        """The party for which it was asked."""
        return self.seat.organisation if self.seat else self.by.organisation
