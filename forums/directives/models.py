"""The model of directives of leadership and suggestions from outside; proposals of participants are agenda items."""

from __future__ import annotations

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model, Versioned
from app.database.types import Moment
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.scheduling.models import Forum, Session


class DirectiveKind(enum.Enum):
    """Who gives it: leadership a directive, anyone outside a suggestion."""

    DIRECTIVE = "directive"
    SUGGESTION = "suggestion"


class DirectiveState(enum.Enum):
    """What became of it. That an agenda item was discussed and decided is derived from the item."""

    OPEN = "open"
    ON_AGENDA = "on_agenda"
    COMMITTED = "committed"
    ANSWERED = "answered"
    DECLINED = "declined"
    MERGED = "merged"


class Directive(Versioned, Model):
    """A directive or a suggestion to a forum, answered by those who organise it."""

    __tablename__ = "directives"
    __table_args__ = (
        CheckConstraint("(given_by_id IS NULL) = (kind = 'suggestion')", name="suggested_by_outsiders"),
        Index("ix_directives_forum_state", "forum_id", "state"),
        Index("ix_directives_state_answer_due", "state", "answer_due"),
        Index("ix_directives_given_at", "given_at"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id"))
    """The session for which leadership gave it, if it named one."""
    kind: Mapped[DirectiveKind]
    text: Mapped[str]
    given_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    """None for a suggestion; its sender is `name`, `organisation` and `email`."""
    name: Mapped[str] = mapped_column(String(200), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    given_at: Mapped[Moment]
    answer_due: Mapped[date]
    """The last day on which it should be answered."""
    state: Mapped[DirectiveState] = mapped_column(default=DirectiveState.OPEN)
    reply: Mapped[str] = mapped_column(default="")
    """The answer, or the reason for declining."""
    replied_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    replied_at: Mapped[Moment | None]
    """When it was first answered or taken up."""
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    commitment_id: Mapped[UUID | None] = mapped_column(ForeignKey("commitments.id"))
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("directives.id"))
    erased_at: Mapped[Moment | None]
    """When the personal data of the sender was erased."""

    forum: Mapped[Forum] = relationship(lazy="raise_on_sql")
    session: Mapped[Session | None] = relationship(lazy="raise_on_sql")
    given_by: Mapped[Person | None] = relationship(foreign_keys=[given_by_id], lazy="raise_on_sql")
    replied_by: Mapped[Person | None] = relationship(foreign_keys=[replied_by_id], lazy="raise_on_sql")
    agenda_item: Mapped[AgendaItem | None] = relationship(lazy="raise_on_sql")
    commitment: Mapped[Commitment | None] = relationship(lazy="raise_on_sql")
    merged_into: Mapped[Directive | None] = relationship(remote_side="Directive.id", lazy="raise_on_sql")

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read it once it is on the agenda."""
        return self.forum.circle_id

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been answered before `today`."""
        return self.state is DirectiveState.OPEN and self.answer_due < today
