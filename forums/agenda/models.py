"""Models of agenda items."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model, Versioned
from app.database.types import Moment
from app.organisations.models import Organisation
from forums.agenda.rules import Slot, asks_for_resolution
from forums.scheduling.models import Session


class Purpose(enum.Enum):
    """The purpose of an item."""

    POLICY_ALIGNMENT = "policy_alignment"
    JOINT_SOLUTION = "joint_solution"
    PROGRESS_MONITORING = "progress_monitoring"
    INFORMATION = "information"
    DIRECTIVE = "directive"


class ItemState(enum.Enum):
    """The stored state of an item; "under discussion" is derived from `started_at` and `ended_at`."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    DECLINED = "declined"
    DISCUSSED = "discussed"
    CARRIED = "carried"


class Resolution(enum.Enum):
    """What the facilitator chose for an item that was carried over several times."""

    DECIDE = "decide"
    KEEP = "keep"
    REFER = "refer"
    DROP = "drop"


class Discussed:
    """Properties of an item's discussion, shared by the model and by query rows."""

    minutes: Any
    started_at: Any
    ended_at: Any
    state: Any

    @property
    def is_under_discussion(self) -> bool:
        """Whether the discussion was started and not finished."""
        return self.started_at is not None and self.ended_at is None and self.state is ItemState.ACCEPTED

    def running_minutes(self, now: datetime) -> int | None:
        """Return the full minutes that it has been under discussion at `now`, or None if it is not."""
        if not self.is_under_discussion:
            return None
        return Slot(self.minutes, self.started_at, self.ended_at).running(now)

    @property
    def shown_state(self) -> str:
        """The state as displayed, including "under_discussion"."""
        if self.is_under_discussion:
            return "under_discussion"
        stored: str = self.state.value
        return stored


class AgendaItem(Discussed, Versioned, Model):
    """One item of a session's agenda.

    The presenter is a person, an organisation, or a free-text name. `position` may have gaps.
    """

    __tablename__ = "agenda_items"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="takes_a_while"),
        Index("ix_agenda_items_session_position", "session_id", "position"),
        Index("ix_agenda_items_state", "state"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(String(300), default="")
    """What is to be decided, in one line; "" if nothing or if not stated."""
    purpose: Mapped[Purpose]
    presenter_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    presenter_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    presenter_name: Mapped[str] = mapped_column(String(200), default="")
    minutes: Mapped[int]
    """Minutes allotted; the actual duration is `minutes_used`."""
    minutes_used: Mapped[int | None]
    started_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    state: Mapped[ItemState]
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """None if the item came from the forum's template."""
    proposed_at: Mapped[Moment]
    reason: Mapped[str] = mapped_column(default="")
    """Why the item was deferred, declined, accepted late or kept, or to whom it was referred."""
    carried_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"), unique=True)
    """The item of an earlier session that this one continues."""
    carried_times: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many times it was carried over to reach this session; 0 for items that the forum's template repeats."""
    late: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it was proposed after the agenda had closed."""
    resolution: Mapped[Resolution | None]
    """What was chosen for it, once it was carried over several times."""

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id], lazy="raise_on_sql")
    presenter_person: Mapped[Person | None] = relationship(foreign_keys=[presenter_person_id], lazy="raise_on_sql")
    presenter_organisation: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    carried_from: Mapped[AgendaItem | None] = relationship(remote_side="AgendaItem.id", lazy="raise_on_sql")

    @property
    def asks_for_resolution(self) -> bool:
        """Whether it was carried over so often that the facilitator must choose what happens to it."""
        return self.resolution is None and asks_for_resolution(self.carried_times)

    @property
    def presenter(self) -> str:
        """The presenter's name, "" if there is none."""
        if self.presenter_person:
            return self.presenter_person.name
        return self.presenter_organisation.label if self.presenter_organisation else self.presenter_name
