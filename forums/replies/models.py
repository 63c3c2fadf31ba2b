"""Models of time proposals."""

from __future__ import annotations

import enum
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import UNNESTED, Model
from app.database.types import Moment
from app.errors import RuleViolation
from forums.invitations.models import Invitation, Via
from forums.scheduling.models import Session


class ProposalState(enum.Enum):
    """The status of a time proposal. OVERTAKEN: replaced by a newer one, or obsolete since the session changed."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    OVERTAKEN = "overtaken"


class TimeProposal(Model):
    """Another time for a session, proposed by an invitee. The session is not moved until the proposal is accepted."""

    __tablename__ = "time_proposals"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        Index("ix_time_proposals_session_id", "session_id"),
        Index("ix_time_proposals_invitation_id", "invitation_id"),
        Index("ix_time_proposals_state", "state"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitations.id"))
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    comment: Mapped[str] = mapped_column(String(500), default="")
    via: Mapped[Via]
    proposed_at: Mapped[Moment]
    stamped_at: Mapped[Moment | None]
    """When the calendar program created the message (DTSTAMP); None unless proposed by mail."""
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.OPEN)
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why the proposal was declined."""

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
    invitation: Mapped[Invitation] = relationship(lazy="joined", innerjoin=UNNESTED)
    decided_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read the proposal."""
        return self.session.circle_id

    @property
    def minutes(self) -> int:
        """The proposed duration of the session, in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def decide(self, state: ProposalState, *, by: Person | None, at: datetime) -> None:
        """Set the outcome. Raises RuleViolation if the proposal is no longer open."""
        if self.state is not ProposalState.OPEN:
            raise RuleViolation(_l("This proposal has already been decided"))
        self.state, self.decided_by_id, self.decided_at = state, by.id if by else None, at
