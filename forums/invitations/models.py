"""Models of invitations, answers and pending notifications."""

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
    """The answer to an invitation."""

    NEEDS_ACTION = "needs_action"
    ATTENDING_IN_PERSON = "attending_in_person"
    ATTENDING_ONLINE = "attending_online"
    REPRESENTED = "represented"
    EXCUSED = "excused"
    TENTATIVE = "tentative"


class Via(enum.Enum):
    """How an answer was received."""

    LINK = "link"
    REPLY = "reply"
    APP = "app"
    ON_BEHALF = "on_behalf"


class Invitation(Model):
    """An invitation of a person to a session, or of an organisation's office mailbox if no one represents it.

    Withdrawn invitations keep their row, so that their link can say so, and so that a person invited again has the same
    link.
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
    """The invitation that was passed on to this person."""
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret in the answer link."""
    generation: Mapped[int] = mapped_column(default=0)
    """Counts the links of this invitation; a new one invalidates the earlier."""
    sequence: Mapped[int] = mapped_column(default=0)
    """The iTIP SEQUENCE last sent."""
    sent_at: Mapped[Moment]
    """When the current invitation was first sent."""
    withdrawn_at: Mapped[Moment | None]

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
    seat: Mapped[Seat] = relationship(lazy="joined", innerjoin=UNNESTED)
    person: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def address(self) -> str | None:
        """The e-mail address of the invitee."""
        return self.person.email if self.person else self.seat.organisation.secretariat_email

    @property
    def invitee_id(self) -> UUID:
        """The id of the person or the organisation."""
        found = self.person_id or self.organisation_id
        assert found is not None, "the table's check holds"
        return found


class Answer(Model):
    """An answer: to a series as the default for its sessions, or to one session, which overrides the default."""

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
    """The organisation whose office mailbox answered."""
    starts_at: Mapped[Moment | None]
    """The start of the session at the time of the answer; None for a series."""
    answer: Mapped[AnswerState]
    previous: Mapped[AnswerState | None]
    """The answer before the session was moved."""
    via: Mapped[Via]
    received_at: Mapped[Moment]
    stamped_at: Mapped[Moment | None]
    """When the calendar program created the answer (DTSTAMP), if it came by mail."""
    sequence: Mapped[int] = mapped_column(default=0)
    """The iTIP SEQUENCE of the invitation that was answered."""
    representative: Mapped[str] = mapped_column(String(200), default="")
    representative_position: Mapped[str] = mapped_column(String(200), default="")
    representative_contact: Mapped[str] = mapped_column(String(254), default="")
    delegate_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """The person to whom the invitation was passed on."""
    reason: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    """How the party gave an answer that was recorded on its behalf."""
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))

    delegate: Mapped[Person | None] = relationship(foreign_keys=[delegate_id], lazy="joined")
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id], lazy="joined")


class ChangeNotice(Model):
    """A pending notification: the state of a session as its invitees know it.

    It is sent after a minute, so that a change can be undone and several are combined into one mail.
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
    """None if the change was made on the command line."""
    due_at: Mapped[Moment] = mapped_column(index=True)
    """The earliest time to send it; a later change of the forum postpones it."""

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
