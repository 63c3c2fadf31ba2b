"""Calendars that people gave, and the times at which they are busy by them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import UNNESTED, Model
from app.database.types import Moment
from forums.busy.rules import shown_of


class BusyFeed(Model):
    """The address of a person's own calendar, which is a secret: it is asked for, and shown to nobody."""

    __tablename__ = "busy_feeds"
    __table_args__ = (Index("ix_busy_feeds_person_id", "person_id"), Index("ix_busy_feeds_due_at", "due_at"))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(Text)
    added_at: Mapped[Moment]
    due_at: Mapped[Moment]
    """When it is read next."""
    awaited: Mapped[bool] = mapped_column(default=True)
    """Whether its owner asked for it and waits."""
    tried_at: Mapped[Moment | None]
    read_at: Mapped[Moment | None]
    """When it was last found to say what is kept of it."""
    parsed_at: Mapped[Moment | None]
    """When all of it was last read; until then it may have said that nothing is new."""
    failures: Mapped[int] = mapped_column(default=0)
    """How often in a row it could not be read."""
    trouble: Mapped[str] = mapped_column(String(40), default="")
    """Why it could not be read the last time: a value of Trouble, or "unreadable"."""
    etag: Mapped[str] = mapped_column(String(200), default="")
    modified: Mapped[str] = mapped_column(String(200), default="")
    times: Mapped[int] = mapped_column(default=0)
    """How many busy times it gave."""

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def shown(self) -> str:
        """What may be shown of the address."""
        return shown_of(self.address)


class BusyTime(Model):
    """A time at which somebody is busy: from when to when, and nothing else."""

    __tablename__ = "busy_times"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        Index("ix_busy_times_feed_ends", "feed_id", "ends_at"),
    )

    feed_id: Mapped[UUID] = mapped_column(ForeignKey("busy_feeds.id", ondelete="CASCADE"))
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]

    feed: Mapped[BusyFeed] = relationship(lazy="raise_on_sql", innerjoin=UNNESTED)
