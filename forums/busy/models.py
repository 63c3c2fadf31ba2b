"""Models of external calendars and their busy times."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import UNNESTED, Model
from app.database.types import Moment
from forums.busy.rules import shown_of


class BusyFeed(Model):
    """A person's external calendar. Its address is a secret, and is never displayed in full."""

    __tablename__ = "busy_feeds"
    __table_args__ = (Index("ix_busy_feeds_person_id", "person_id"), Index("ix_busy_feeds_due_at", "due_at"))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(Text)
    added_at: Mapped[Moment]
    due_at: Mapped[Moment]
    """When it is read next."""
    awaited: Mapped[bool] = mapped_column(default=True)
    """Whether its owner requested a read that is still pending."""
    tried_at: Mapped[Moment | None]
    read_at: Mapped[Moment | None]
    """When it was last read successfully, including "not modified" responses."""
    parsed_at: Mapped[Moment | None]
    """When its content was last parsed; later reads returned "not modified"."""
    failures: Mapped[int] = mapped_column(default=0)
    """The number of consecutive failed reads."""
    trouble: Mapped[str] = mapped_column(String(40), default="")
    """The error of the last read: a value of Trouble, or "unreadable"."""
    etag: Mapped[str] = mapped_column(String(200), default="")
    modified: Mapped[str] = mapped_column(String(200), default="")
    times: Mapped[int] = mapped_column(default=0)
    """The number of busy times stored."""

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def shown(self) -> str:
        """The part of the address that may be displayed."""
        return shown_of(self.address)


class BusyTime(Model):
    """A busy time: start and end only."""

    __tablename__ = "busy_times"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        Index("ix_busy_times_feed_ends", "feed_id", "ends_at"),
    )

    feed_id: Mapped[UUID] = mapped_column(ForeignKey("busy_feeds.id", ondelete="CASCADE"))
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]

    feed: Mapped[BusyFeed] = relationship(lazy="raise_on_sql", innerjoin=UNNESTED)
