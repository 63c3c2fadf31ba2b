"""Models of circular decisions: texts on which the seats of a forum vote between sessions."""

from __future__ import annotations

import enum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlalchemy import Column, ForeignKey, Index, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.circles.models import Seat
from app.database import Model, Versioned
from app.database.types import Moment
from app.errors import NotNow
from app.files.models import StoredFile
from forums.agenda.models import AgendaItem
from forums.circular.rules import Choice
from forums.decisions.models import Decision
from forums.review.models import Source
from forums.scheduling.models import DecisionRule, Forum

circular_seats = Table(
    "circular_seats",
    Model.metadata,
    Column("circular_id", ForeignKey("circulars.id"), primary_key=True),
    Column("seat_id", ForeignKey("seats.id"), primary_key=True, index=True),
)
"""The seats to which a circular was sent: those that counted on that day."""


class CircularState(enum.Enum):
    """The stored state of a circular."""

    DRAFT = "draft"
    CIRCULATING = "circulating"
    ADOPTED = "adopted"
    MOVED = "moved"
    """On the agenda of a session, with the votes as material."""
    LAPSED = "lapsed"
    """Not adopted, and no session was planned."""
    WITHDRAWN = "withdrawn"


_REFUSED = {
    CircularState.DRAFT: _l("This circular decision was not circulated yet"),
    CircularState.CIRCULATING: _l("This circular decision was circulated: its text can no longer be changed"),
    CircularState.ADOPTED: _l("This circular decision was adopted already"),
    CircularState.MOVED: _l("This circular decision was moved to a session"),
    CircularState.LAPSED: _l("The time to vote is over: this circular decision lapsed"),
    CircularState.WITHDRAWN: _l("This circular decision was withdrawn"),
}


class Circular(Versioned, Model):
    """A text on which the seats of a forum vote between sessions. Once circulated, its text does not change."""

    __tablename__ = "circulars"
    __table_args__ = (
        Index("ix_circulars_forum_state", "forum_id", "state"),
        Index("ix_circulars_state_ends_at", "state", "ends_at"),
    )

    code: Mapped[str] = mapped_column(String(20), unique=True)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    """Why it does not wait for the next session."""
    state: Mapped[CircularState] = mapped_column(default=CircularState.DRAFT)
    how: Mapped[DecisionRule]
    """The rule by which it is taken: a vote, or consensus in every other forum. Fixed when it is circulated."""
    quorum: Mapped[dict[str, Any] | None]
    """The charter's quorum when it was circulated: {"share", "sectors"}."""
    ends_at: Mapped[Moment]
    first_ends_at: Mapped[Moment | None]
    """The end before it was extended; None if it was not."""
    drafted_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    drafted_at: Mapped[Moment]
    circulated_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    circulated_at: Mapped[Moment | None]
    closed_at: Mapped[Moment | None]
    reason: Mapped[str] = mapped_column(default="")
    """Why it was withdrawn."""
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    """The item that discusses it, or that announces it once it was adopted."""
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"), unique=True)
    language: Mapped[str] = mapped_column(String(8))

    forum: Mapped[Forum] = relationship(lazy="raise_on_sql")
    drafted_by: Mapped[Person] = relationship(foreign_keys=[drafted_by_id], lazy="raise_on_sql")
    circulated_by: Mapped[Person | None] = relationship(foreign_keys=[circulated_by_id], lazy="raise_on_sql")
    agenda_item: Mapped[AgendaItem | None] = relationship(lazy="raise_on_sql")
    decision: Mapped[Decision | None] = relationship(lazy="raise_on_sql")

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read it."""
        return self.forum.circle_id

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its forum."""
        return ZoneInfo(self.forum.timezone)

    @property
    def was_circulated(self) -> bool:
        """Whether it was sent to the seats, whatever became of it."""
        return self.circulated_at is not None

    def takes_votes(self, now: Any) -> bool:
        """Whether seats may vote at `now`."""
        return self.state is CircularState.CIRCULATING and bool(now <= self.ends_at)

    def require(self, *states: CircularState) -> None:
        """Raise NotNow unless it is in one of `states`."""
        if self.state not in states:
            raise NotNow(_REFUSED[self.state])


class CircularVote(Model):
    """A vote of a seat. The latest counts; earlier ones are kept with `replaced_at`."""

    __tablename__ = "circular_votes"
    __table_args__ = (
        Index(
            "one_current_vote_per_seat",
            "circular_id",
            "seat_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
        Index("ix_circular_votes_circular_at", "circular_id", "at"),
    )

    circular_id: Mapped[UUID] = mapped_column(ForeignKey("circulars.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"), index=True)
    choice: Mapped[Choice]
    words: Mapped[str] = mapped_column(default="")
    """The note, the question or the reason, in the words of the seat."""
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    """Who voted for the seat; the coordinator who recorded it if `source` is set."""
    at: Mapped[Moment]
    by_link: Mapped[bool] = mapped_column(default=False)
    source: Mapped[Source | None]
    """How the seat informed the coordinator who recorded the vote; None if it voted itself."""
    evidence: Mapped[str] = mapped_column(String(300), default="")
    """The evidence of a recorded vote, such as the number of a letter."""
    replaced_at: Mapped[Moment | None]

    circular: Mapped[Circular] = relationship(lazy="raise_on_sql")
    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")


class CircularReply(Model):
    """An answer to the questions of seats, sent to all of them."""

    __tablename__ = "circular_replies"

    circular_id: Mapped[UUID] = mapped_column(ForeignKey("circulars.id"), index=True)
    text: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]

    by: Mapped[Person] = relationship(lazy="raise_on_sql")


class CircularDocument(Model):
    """A document that the seats read before they vote."""

    __tablename__ = "circular_documents"

    circular_id: Mapped[UUID] = mapped_column(ForeignKey("circulars.id"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"))
    title: Mapped[str] = mapped_column(String(200))
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[Moment]

    circular: Mapped[Circular] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")
    added_by: Mapped[Person] = relationship(lazy="raise_on_sql")
