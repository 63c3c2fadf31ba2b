"""Who is invited to a session, and what they answered."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.circles.models import Seat
from app.database import UNNESTED, Model
from app.database.types import Moment
from forums.scheduling.models import Mode, Session, SessionState


class AnswerState(enum.Enum):
    """What somebody answered to an invitation."""

    NEEDS_ACTION = "needs_action"
    ATTENDING_IN_PERSON = "attending_in_person"
    ATTENDING_ONLINE = "attending_online"
    REPRESENTED = "represented"
    EXCUSED = "excused"
    TENTATIVE = "tentative"


class Via(enum.Enum):
    """How an answer arrived."""

    LINK = "link"
    REPLY = "reply"
    APP = "app"
    ON_BEHALF = "on_behalf"


class Invitation(Model):
    """Someone whom a session expects: a person, or the office mailbox of an organisation that nobody represents.

    The row is what a mailed link opens; a withdrawn invitation keeps its row, so that its link says so and the same
    person invited again has the same link.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id", name="each_person_invited_once"),
        UniqueConstraint("session_id", "organisation_id", name="each_office_invited_once"),
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="a_person_or_an_office"),
        Index("ix_invitations_seat_session", "seat_id", "session_id"),
        Index("ix_invitations_person_withdrawn_seat", "person_id", "withdrawn_at", "session_id", "seat_id"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    guest_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitations.id"))
    """Whose place this person takes: the invitation was passed on to them."""
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret in the answer link."""
    generation: Mapped[int] = mapped_column(default=0)
    """Counts the links of this invitation; a new one ends the earlier."""
    sequence: Mapped[int] = mapped_column(default=0)
    """The iTIP SEQUENCE of what was sent last."""
    sent_at: Mapped[Moment]
    """When the invitation, as it stands now, first went out."""
    withdrawn_at: Mapped[Moment | None]

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
    seat: Mapped[Seat] = relationship(lazy="joined", innerjoin=UNNESTED)
    person: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def address(self) -> str | None:
        """The e-mail address that is invited."""
        return self.person.email if self.person else self.seat.organisation.secretariat_email

    @property
    def invitee_id(self) -> UUID:
        """The identity of the person or the organisation."""
        found = self.person_id or self.organisation_id
        assert found is not None, "the table's check holds"
        return found


class Answer(Model):
    """What someone answered: to a series as the default for its sessions, or to one session, which overrides it."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id", name="one_answer_of_a_person"),
        UniqueConstraint("session_id", "organisation_id", name="one_answer_of_an_office"),
        UniqueConstraint("series_id", "person_id", name="one_default_of_a_person"),
        CheckConstraint("(session_id IS NULL) <> (series_id IS NULL)", name="to_a_session_or_a_series"),
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="of_a_person_or_an_office"),
        Index("ix_answers_person_id", "person_id"),
    )

    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id"))
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """Whose office mailbox answered."""
    starts_at: Mapped[Moment | None]
    """When the session was to begin that this answers; None for a series."""
    answer: Mapped[AnswerState]
    previous: Mapped[AnswerState | None]
    """What stood here before the session got another time."""
    via: Mapped[Via]
    received_at: Mapped[Moment]
    stamped_at: Mapped[Moment | None]
    """When the calendar program wrote it (DTSTAMP), of an answer by mail."""
    sequence: Mapped[int] = mapped_column(default=0)
    """The iTIP SEQUENCE of the invitation that it answers."""
    representative: Mapped[str] = mapped_column(String(200), default="")
    representative_position: Mapped[str] = mapped_column(String(200), default="")
    representative_contact: Mapped[str] = mapped_column(String(254), default="")
    delegate_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """To whom the invitation was passed on."""
    reason: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    """How a party said it, when somebody recorded the answer for them."""
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))

    delegate: Mapped[Person | None] = relationship(foreign_keys=[delegate_id], lazy="joined")
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id], lazy="joined")


class Telling(Model):
    """What those invited to a session were not told yet: how it stood when they last heard of it.

    It waits a minute, so that a change can be undone and several become one mail.
    """

    __tablename__ = "tellings"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"))
    slot: Mapped[Moment | None]
    state: Mapped[SessionState]
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    mode: Mapped[Mode]
    place: Mapped[str] = mapped_column(String(300))
    link: Mapped[str] = mapped_column(String(1000))
    reason: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """None: the command line did it."""
    due_at: Mapped[Moment] = mapped_column(index=True)
    """Nobody is told before; a later change of the forum puts it off."""

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
