"""Shared goals with their versions, the interests and answers of parties, and differences with their mediation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, String, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from alignment.goals.rules import DifferenceState, Part, Step, letter, lines, next_step
from app.accounts.models import Person
from app.circles.models import Circle
from app.database import UNNESTED, Model, Versioned
from app.database.types import Moment
from app.organisations.models import Organisation
from forums.agenda.models import AgendaItem

_OPEN: ColumnElement[bool] = literal_column(f"state = '{DifferenceState.OPEN.value}'")


class SharedGoal(Versioned, Model):
    """The shared goal of a circle. `number` is that of its current version, from 1."""

    __tablename__ = "shared_goals"
    __table_args__ = (CheckConstraint("number >= 1", name="counted_from_one"),)

    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"), unique=True)
    number: Mapped[int]
    created_at: Mapped[Moment]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    circle: Mapped[Circle] = relationship(lazy="joined", innerjoin=UNNESTED)


class GoalVersion(Model):
    """A version of the text. Values (`principles`) and priorities are lists, a line each; priorities by their rank."""

    __tablename__ = "goal_versions"
    __table_args__ = (UniqueConstraint("goal_id", "number", name="one_goal_version_per_number"),)

    goal_id: Mapped[UUID] = mapped_column(ForeignKey("shared_goals.id"))
    number: Mapped[int]
    goal: Mapped[str]
    problem: Mapped[str] = mapped_column(default="")
    principles: Mapped[str] = mapped_column(default="")
    priorities: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why the text changed."""
    at: Mapped[Moment]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    by: Mapped[Person] = relationship(lazy="raise_on_sql")
    stances: Mapped[list[GoalStance]] = relationship(lazy="raise", order_by="GoalStance.at")

    @property
    def principle_lines(self) -> list[str]:
        """The values that the parties hold."""
        return lines(self.principles)

    @property
    def priority_lines(self) -> list[str]:
        """The priorities by rank."""
        return lines(self.priorities)

    @property
    def texts(self) -> dict[Part, str]:
        """The text by part."""
        return {part: getattr(self, part.value) for part in Part}


class GoalInterest(Model):
    """What a party seeks for itself, beside the shared goal, and the benefit that it expects; in its own words."""

    __tablename__ = "goal_interests"
    __table_args__ = (UniqueConstraint("goal_id", "organisation_id", name="one_interest_each"),)

    goal_id: Mapped[UUID] = mapped_column(ForeignKey("shared_goals.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    interest: Mapped[str] = mapped_column(String(300))
    benefit: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]


class GoalStance(Model):
    """What a party says of a version: it acknowledges it, or differs about a part."""

    __tablename__ = "goal_stances"
    __table_args__ = (
        UniqueConstraint("version_id", "organisation_id", name="one_stance_each"),
        CheckConstraint("acknowledges = (part IS NULL)", name="differs_about_a_part"),
    )

    version_id: Mapped[UUID] = mapped_column(ForeignKey("goal_versions.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    acknowledges: Mapped[bool]
    part: Mapped[Part | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]


class GoalDifference(Versioned, Model):
    """That a party differs about a part of the text, with the record of its mediation. A party has one open at most."""

    __tablename__ = "goal_differences"
    __table_args__ = (
        Index(
            "one_open_difference_each",
            "goal_id",
            "organisation_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_goal_differences_goal_state", "goal_id", "state"),
    )

    goal_id: Mapped[UUID] = mapped_column(ForeignKey("shared_goals.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    number: Mapped[int]
    """The number of the version about which the party differs."""
    part: Mapped[Part]
    holds: Mapped[str] = mapped_column(String(300))
    """What the party would write instead."""
    words: Mapped[str] = mapped_column(default="")
    """Why."""
    state: Mapped[DifferenceState] = mapped_column(default=DifferenceState.OPEN)
    opened_at: Mapped[Moment]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    mediator_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """Who took the last step in the mediation, or None before the first."""
    positions: Mapped[str] = mapped_column(default="")
    positions_at: Mapped[Moment | None]
    interests: Mapped[str] = mapped_column(default="")
    interests_at: Mapped[Moment | None]
    respond_until: Mapped[date | None]
    """The last day on which responses to the options are awaited."""
    outcome: Mapped[str] = mapped_column(default="")
    """The reason of the outcome; empty for a commitment, which not everyone may read who reads the goal."""
    ended_at: Mapped[Moment | None]
    follow_up_id: Mapped[UUID | None] = mapped_column(ForeignKey("commitments.id"), index=True)
    """The commitment that was proposed as its outcome or after it."""
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    """The item with which it is on an agenda."""

    goal: Mapped[SharedGoal] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    mediator: Mapped[Person | None] = relationship(foreign_keys=[mediator_id], lazy="raise_on_sql")
    agenda_item: Mapped[AgendaItem | None] = relationship(lazy="raise_on_sql")
    options: Mapped[list[GoalOption]] = relationship(lazy="raise", order_by="GoalOption.number")
    responses: Mapped[list[GoalResponse]] = relationship(lazy="raise", order_by="GoalResponse.at")

    @property
    def is_open(self) -> bool:
        """Whether it has no outcome yet."""
        return self.state is DifferenceState.OPEN

    @property
    def step(self) -> Step:
        """The step of the mediation that comes next; its options are loaded."""
        return next_step(
            positions=self.positions, interests=self.interests, options=len(self.options), is_open=self.is_open
        )

    def supporters(self, option: GoalOption, seated: Collection[UUID]) -> list[Organisation]:
        """Return the parties that support an option; the responses are loaded with them.

        While the difference is open, only those with a seat count; its record keeps all that supported it.
        """
        found = (one for one in self.responses if option.number in one.supported)
        return [one.organisation for one in found if one.organisation_id in seated or not self.is_open]


class GoalOption(Model):
    """A way to settle a difference."""

    __tablename__ = "goal_options"
    __table_args__ = (UniqueConstraint("difference_id", "number", name="one_goal_option_per_number"),)

    difference_id: Mapped[UUID] = mapped_column(ForeignKey("goal_differences.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]

    @property
    def letter(self) -> str:
        """Its letter, A for the first."""
        return letter(self.number)


class GoalResponse(Model):
    """What a party says of the options: the numbers of those that it supports, and a remark."""

    __tablename__ = "goal_responses"
    __table_args__ = (UniqueConstraint("difference_id", "organisation_id", name="one_response_each"),)

    difference_id: Mapped[UUID] = mapped_column(ForeignKey("goal_differences.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    supported: Mapped[list[int]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
