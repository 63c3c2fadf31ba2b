"""Models of decisions, the votes of parties, and the links of decisions to commitments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.circles.models import Seat
from app.database import Model, Versioned
from app.database.types import Moment
from app.errors import NotNow
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.decisions.rules import VoteChoice
from forums.scheduling.models import DecisionRule, Forum, Session

decision_commitments = Table(
    "decision_commitments",
    Model.metadata,
    Column("decision_id", ForeignKey("decisions.id"), primary_key=True),
    Column("commitment_id", ForeignKey("commitments.id"), primary_key=True, unique=True),
)


class Decision(Versioned, Model):
    """One decision of a forum, taken in a session or between sessions.

    A decision of a session is official and locked once the session's minutes are approved; one that was taken between
    sessions is from the beginning.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0", name="votes_are_counts"),
        Index("ix_decisions_session_decided_at", "session_id", "decided_at"),
        Index("ix_decisions_forum_decided_at", "forum_id", "decided_at"),
        Index("ix_decisions_decided_at_code", "decided_at", "code"),
    )

    code: Mapped[str] = mapped_column(String(20), unique=True)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id"))
    """None: taken between sessions."""
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    text: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    """The rule, finding or discussion on which it is based."""
    conditions: Mapped[str] = mapped_column(default="", server_default="")
    """The conditions under which it applies; "" for none."""
    how: Mapped[DecisionRule]
    dissent: Mapped[str] = mapped_column(default="")
    """Who objected and why; "" if no one did."""
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstentions: Mapped[int | None]
    quorum_met: Mapped[bool]
    """Whether the quorum was met at `decided_at`."""
    quorum: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The quorum at `decided_at`, as `Quorum.as_values` returns it; None for decisions older than this column."""
    no_quorum_reason: Mapped[str] = mapped_column(default="")
    """Why it was taken without a quorum; "" if the quorum was met, and for decisions older than this column."""
    decided_at: Mapped[Moment]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    language: Mapped[str] = mapped_column(String(8))
    superseded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    """The later decision of the same forum that replaces it."""

    forum: Mapped[Forum] = relationship(lazy="raise_on_sql")
    session: Mapped[Session | None] = relationship(lazy="raise_on_sql")
    agenda_item: Mapped[AgendaItem | None] = relationship(lazy="raise_on_sql")
    recorded_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    commitments: Mapped[list[Commitment]] = relationship(
        secondary=decision_commitments, lazy="raise", order_by=Commitment.code
    )
    votes: Mapped[list[DecisionVote]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")

    @property
    def votes_in_order(self) -> list[DecisionVote]:
        """The votes of parties, in the order of their seats."""
        return sorted(self.votes, key=lambda vote: (vote.seat.position, vote.seat_id))

    @property
    def circle_id(self) -> UUID:
        """The circle of its forum."""
        return self.forum.circle_id

    @property
    def timezone(self) -> str:
        """The time zone of its session, or of its forum for a decision taken between sessions."""
        return self.session.timezone if self.session else self.forum.timezone

    def require_session(self) -> Session:
        """Return its session. Raises NotNow for a decision taken between sessions, which never changes."""
        if self.session is None:
            raise NotNow(_l("A decision taken between sessions cannot be changed"))
        return self.session


class DecisionVote(Model):
    """The vote of one seat on a decision. Parties that did not vote have none."""

    __tablename__ = "decision_votes"
    __table_args__ = (UniqueConstraint("decision_id", "seat_id", name="one_vote_per_seat"),)

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"), index=True)
    choice: Mapped[VoteChoice]
    dissent: Mapped[str] = mapped_column(default="")
    """Why the party did not agree, in its own words; "" if it gave no reason."""

    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")
