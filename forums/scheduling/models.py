"""Forums, who takes part, the rules by which they meet, and their sessions: one row each."""

from __future__ import annotations

import enum
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    DateTime,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.calendars.shifts import HolidayRule
from app.circles.models import Circle, Seat
from app.database import UNNESTED, Model, Versioned
from app.database.types import Moment
from app.errors import NotNow


class ForumKind(enum.Enum):
    """What a forum is for."""

    SPBE_INTERNAL = "spbe_internal"
    PLANNING_MONITORING = "planning_monitoring"
    BUSINESS_AUDIENCE = "business_audience"
    PUBLIC_DISSEMINATION = "public_dissemination"
    CROSS_SECTOR = "cross_sector"
    TRAINING = "training"
    OTHER = "other"


class DecisionRule(enum.Enum):
    """How a forum decides, by its charter."""

    CONSENSUS = "consensus"
    VOTE = "vote"
    DIRECTIVE = "directive"


class Mode(enum.Enum):
    """How people meet."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Forum(Versioned, Model):
    """Parties that meet again and again. Its circle holds the seats and the classification; it may have no series."""

    __tablename__ = "forums"
    __table_args__ = (
        CheckConstraint("quorum_share BETWEEN 0 AND 100", name="quorum_in_percent"),
        CheckConstraint("minutes > 0", name="lasts_a_while"),
    )

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ForumKind] = mapped_column(index=True)
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"), unique=True)
    goal: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    ground_rules: Mapped[str] = mapped_column(default="")
    decision_rule: Mapped[DecisionRule] = mapped_column(default=DecisionRule.CONSENSUS)
    quorum_share: Mapped[int] = mapped_column(default=50)
    """Seats that must be present, in percent of those that count."""
    quorum_sectors: Mapped[list[str]] = mapped_column(default=list)
    """Values of Sector of which at least one seat must be present."""
    timezone: Mapped[str] = mapped_column(String(60))
    minutes: Mapped[int] = mapped_column(default=120)
    """How long a session lasts."""
    mode: Mapped[Mode] = mapped_column(default=Mode.IN_PERSON)
    place: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(1000), default="")
    holiday_rule: Mapped[HolidayRule] = mapped_column(default=HolidayRule.FORWARD)
    reminder_days: Mapped[list[int]] = mapped_column(JSON, default=lambda: [7, 3])
    """How many days before a session those who have not answered are asked again; none: never."""
    agenda_template: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """What every session's agenda begins with: [{"title", "purpose", "minutes"}]."""
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[Moment]
    archived_at: Mapped[Moment | None]

    circle: Mapped[Circle] = relationship(lazy="joined", innerjoin=UNNESTED)
    participants: Mapped[list[Participant]] = relationship(back_populates="forum", lazy="raise")
    series: Mapped[list[Series]] = relationship(back_populates="forum", lazy="raise", order_by="Series.first_start")


class ForumRole(enum.Enum):
    """What a person does in a forum."""

    CHAIR = "chair"
    FACILITATOR = "facilitator"
    MINUTE_TAKER = "minute_taker"
    MEMBER = "member"
    OBSERVER = "observer"


class Capacity(enum.Enum):
    """By what right a person takes part for a seat."""

    OWN = "own"
    ALTERNATE = "alternate"
    """Stands in whenever the others of the seat cannot come; is not invited by themselves."""
    ACTING = "acting"
    """Pelaksana Tugas (Plt.): holds the office of someone whose place they take, for a time."""
    ACTING_DAILY = "acting_daily"
    """Pelaksana Harian (Plh.): the same for the days on which the holder of the office is away."""


class TakesPart:
    """For how long and by what right somebody takes part: of participants and of what queries read of them."""

    capacity: Any
    last_day: Any

    @property
    def is_acting(self) -> bool:
        """Whether they hold somebody else's office for a time."""
        return self.capacity in (Capacity.ACTING, Capacity.ACTING_DAILY)

    def is_here_on(self, day: date) -> bool:
        """Whether somebody who has not left is still to take part on `day`."""
        return self.last_day is None or day <= self.last_day


class Participant(TakesPart, Model):
    """A person in a forum, for a seat. Left ones stay, so that past sessions keep their people."""

    __tablename__ = "participants"
    __table_args__ = (
        Index("ix_participants_forum_left_at", "forum_id", "left_at"),
        Index("ix_participants_person_left_at", "person_id", "left_at"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    role: Mapped[ForumRole] = mapped_column(default=ForumRole.MEMBER)
    capacity: Mapped[Capacity] = mapped_column(default=Capacity.OWN)
    acting_as: Mapped[str] = mapped_column(String(200), default="")
    """The office that an acting official holds."""
    basis: Mapped[str] = mapped_column(String(300), default="")
    """The decree or letter that names an alternate or an acting official."""
    place_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("participants.id"))
    """Whose place an acting official takes: that person is not expected meanwhile."""
    joined_at: Mapped[Moment]
    last_day: Mapped[date | None]
    """The last day on which they take part, where it is known; a job lets them leave after it."""
    left_at: Mapped[Moment | None]

    forum: Mapped[Forum] = relationship(back_populates="participants")
    seat: Mapped[Seat] = relationship(lazy="joined", innerjoin=UNNESTED)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)


class Series(Model):
    """A rule that makes sessions: local wall time and a zone, never an offset.

    A forum has none, one, or several one after the other: a fork ends one and begins another.
    """

    __tablename__ = "series"

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    uid: Mapped[str] = mapped_column(String(200), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    """iTIP SEQUENCE: one counter for all components of this UID; it only grows."""
    first_start: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    """Local wall time of the first slot, in `timezone`."""
    timezone: Mapped[str] = mapped_column(String(60))
    rule: Mapped[str] = mapped_column(String(500))
    """RFC 5545 RRULE without the name, its UNTIL in UTC with the last slot included."""
    minutes: Mapped[int]
    made_until: Mapped[Moment | None]
    """Sessions exist as rows for all slots before this instant."""
    created_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]

    forum: Mapped[Forum] = relationship(back_populates="series")


class SessionState(enum.Enum):
    """What is stored of a session; "under way" and "move proposed" are derived."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    MERGED = "merged"


_REFUSED = {
    SessionState.PLANNED: _l("This session was not held or cancelled: it is still planned"),
    SessionState.HELD: _l("This session was held already"),
    SessionState.CANCELLED: _l("This session was cancelled. Restore it first"),
    SessionState.MERGED: _l("This session was merged with the next one"),
}


class Staged:
    """When a session is and at which stage, from what is stored of it: of the row and of what lists show of it."""

    state: Any
    proposed_starts_at: Any
    merge_proposed: Any
    opened_at: Any
    starts_at: Any
    ends_at: Any
    timezone: Any

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        length: timedelta = self.ends_at - self.starts_at
        return length

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which people read its time."""
        return ZoneInfo(self.timezone)

    @property
    def awaits_confirmation(self) -> bool:
        """Whether a shift or a merge is proposed because of a holiday and nobody decided: no invitation goes out."""
        return self.state is SessionState.PLANNED and (self.proposed_starts_at is not None or self.merge_proposed)

    def shown_state(self, now: datetime) -> str:
        """Return the state to show at `now`: the stored value, "under_way", "shift_proposed" or "merge_proposed"."""
        if self.is_under_way(now):
            return "under_way"
        if not self.awaits_confirmation:
            shown: str = self.state.value
            return shown
        return "merge_proposed" if self.merge_proposed else "shift_proposed"

    def has_begun(self, now: datetime) -> bool:
        """Whether it was opened and its start has passed: from then on it decides, and can be closed."""
        return self.opened_at is not None and self.starts_at <= now

    def is_under_way(self, now: datetime) -> bool:
        """Whether it was opened and not closed, or its time is now."""
        if self.state is not SessionState.PLANNED:
            return False
        return self.opened_at is not None or self.starts_at <= now < self.ends_at


class Session(Staged, Versioned, Model):
    """One sitting of a forum, at the slot its rule gave it, or moved from there."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("series_id", "slot", name="one_session_per_slot"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        Index("ix_sessions_forum_starts_at", "forum_id", "starts_at"),
        Index("ix_sessions_forum_state_starts_at", "forum_id", "state", "starts_at"),
        Index("ix_sessions_state_starts_at", "state", "starts_at"),
        Index("ix_sessions_starts_at_forum", "starts_at", "forum_id", "state", "proposed_starts_at", "merge_proposed"),
        Index(  # of those to come few have had invitations sent
            "ix_sessions_invited_state_starts_at",
            "state",
            "starts_at",
            sqlite_where=text("invited_at IS NOT NULL"),
            postgresql_where=text("invited_at IS NOT NULL"),
        ),
        Index("ix_sessions_forum_version", "forum_id", "version"),
        Index("ix_sessions_forum_number", "forum_id", "number", unique=True),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"))
    """None: a one-off, with a `uid` and `sequence` of its own."""
    uid: Mapped[str | None] = mapped_column(String(200), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    slot: Mapped[Moment | None]
    """The start that the rule gave: its identity in the series (RECURRENCE-ID). It never changes."""
    number: Mapped[int]
    """Counted per forum, in the order in which sessions were made: "Sesi 11"."""
    title: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    timezone: Mapped[str] = mapped_column(String(60))
    proposed_starts_at: Mapped[Moment | None]
    """Where a holiday would move it; `starts_at` stays until the coordinator confirms."""
    merge_proposed: Mapped[bool] = mapped_column(default=False)
    """Whether a holiday would merge it with the next one, there being no free day before that; it stays planned until
    the coordinator confirms."""
    because: Mapped[str] = mapped_column(String(300), default="")
    """Why a move or a merge is proposed, or why it was moved or cancelled."""
    state: Mapped[SessionState] = mapped_column(default=SessionState.PLANNED)
    mode: Mapped[Mode]
    place: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(1000), default="")
    presider_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    minute_taker_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    invited_at: Mapped[Moment | None]
    """When its invitations first went out; none go out while a move or a merge is proposed."""
    opened_at: Mapped[Moment | None]
    closed_at: Mapped[Moment | None]
    measured_by: Mapped[dict[str, Any] | None]
    """By what the quorum of a closed session is measured, whatever the charter becomes: {"share", "sectors",
    "observers": ids of seats and participants that did not count}. None: by the forum as it is."""
    letter_number: Mapped[str] = mapped_column(String(100), default="")
    """The invitation's number, as the office system gave it."""
    letter_dated: Mapped[date | None]
    """The date of the invitation letter, once it was written."""
    made_at: Mapped[Moment | None] = mapped_column(index=True)
    """When its row was made; None for sessions older than this column."""

    forum: Mapped[Forum] = relationship(lazy="joined", innerjoin=UNNESTED)
    series: Mapped[Series | None] = relationship(lazy="raise_on_sql")
    presider: Mapped[Person | None] = relationship(foreign_keys=[presider_id], lazy="raise_on_sql")
    minute_taker: Mapped[Person | None] = relationship(foreign_keys=[minute_taker_id], lazy="raise_on_sql")

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read it."""
        return self.forum.circle_id

    @property
    def day(self) -> date:
        """The day on which the session begins, in its zone."""
        return self.starts_at.astimezone(self.zone).date()

    @property
    def facts(self) -> dict[str, Any]:
        """What the record keeps of a session's earlier states."""
        names = ("state", "starts_at", "proposed_starts_at", "merge_proposed", "because", "place")
        return {name: getattr(self, name) for name in names}

    @property
    def keeps_its_date(self) -> bool:
        """Whether somebody decided that it stays on its slot although a holiday falls on it."""
        return bool(self.because) and not self.awaits_confirmation and self.slot == self.starts_at

    def drop_proposal(self) -> None:
        """Forget what a holiday would do to it: somebody decided."""
        self.proposed_starts_at, self.merge_proposed = None, False

    def require(self, *states: SessionState) -> None:
        """Raise NotNow unless the session is in one of `states`."""
        if self.state not in states:
            raise NotNow(_REFUSED[self.state])


AWAITS_CONFIRMATION: ColumnElement[bool] = and_(
    Session.state == SessionState.PLANNED, or_(Session.proposed_starts_at.is_not(None), Session.merge_proposed)
)
"""The condition that `Session.awaits_confirmation` says of a row."""
