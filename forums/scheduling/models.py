"""Models of forums, participants, series and sessions."""

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
    """The kind of a forum."""

    SPBE_INTERNAL = "spbe_internal"
    PLANNING_MONITORING = "planning_monitoring"
    BUSINESS_AUDIENCE = "business_audience"
    PUBLIC_DISSEMINATION = "public_dissemination"
    CROSS_SECTOR = "cross_sector"
    TRAINING = "training"
    OTHER = "other"


class DecisionRule(enum.Enum):
    """How a forum takes decisions, by its charter."""

    CONSENSUS = "consensus"
    VOTE = "vote"
    DIRECTIVE = "directive"


class Mode(enum.Enum):
    """How a session is held."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Forum(Versioned, Model):
    """A recurring meeting of parties. Its circle holds the seats and the classification; it may have no series."""

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
    """The duration of a session."""
    mode: Mapped[Mode] = mapped_column(default=Mode.IN_PERSON)
    place: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(1000), default="")
    holiday_rule: Mapped[HolidayRule] = mapped_column(default=HolidayRule.FORWARD)
    reminder_days: Mapped[list[int]] = mapped_column(JSON, default=lambda: [7, 3])
    """How many days before a session invitees are reminded; empty: never."""
    agenda_template: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """The initial items of every session's agenda: [{"title", "purpose", "minutes"}]."""
    phrases: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """Standard phrases for its minutes; empty: the ones of `forums.phrases.labels`."""
    agenda_closes: Mapped[int | None]
    """How many working days before a session its agenda closes for proposals; None: never."""
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[Moment]
    archived_at: Mapped[Moment | None]

    circle: Mapped[Circle] = relationship(lazy="joined", innerjoin=UNNESTED)
    participants: Mapped[list[Participant]] = relationship(back_populates="forum", lazy="raise")
    series: Mapped[list[Series]] = relationship(back_populates="forum", lazy="raise", order_by="Series.first_start")


class ForumRole(enum.Enum):
    """The role of a person in a forum."""

    CHAIR = "chair"
    FACILITATOR = "facilitator"
    MINUTE_TAKER = "minute_taker"
    MEMBER = "member"
    OBSERVER = "observer"


class Capacity(enum.Enum):
    """In which capacity a person takes part for a seat."""

    OWN = "own"
    ALTERNATE = "alternate"
    """Attends if the other participants of the seat cannot; is not invited automatically."""
    ACTING = "acting"
    """Pelaksana Tugas (Plt.): temporarily holds the office of the person whose place they take."""
    ACTING_DAILY = "acting_daily"
    """Pelaksana Harian (Plh.): the same, for days on which the holder of the office is away."""


class Participant(Model):
    """A person in a forum, for a seat. Rows are kept when people leave, so that past sessions stay complete."""

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
    """The decree or letter that appoints an alternate or an acting official."""
    place_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("participants.id"))
    """Whose place an acting official takes; that person is not expected meanwhile."""
    joined_at: Mapped[Moment]
    last_day: Mapped[date | None]
    """The last day on which they take part, if known; a job removes them after it."""
    left_at: Mapped[Moment | None]

    forum: Mapped[Forum] = relationship(back_populates="participants")
    seat: Mapped[Seat] = relationship(lazy="joined", innerjoin=UNNESTED)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)

    @property
    def is_acting(self) -> bool:
        """Whether they temporarily hold someone else's office."""
        return self.capacity in (Capacity.ACTING, Capacity.ACTING_DAILY)

    def is_here_on(self, day: date) -> bool:
        """Whether a participant who has not left still takes part on `day`."""
        return self.last_day is None or day <= self.last_day


class Series(Model):
    """A rule that creates sessions, in local time and a named time zone, never an offset.

    A forum has none, one, or several in succession: rescheduling ends one and begins another.
    """

    __tablename__ = "series"

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"), index=True)
    uid: Mapped[str] = mapped_column(String(200), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    """iTIP SEQUENCE: one counter for all components of this UID, which only increases."""
    first_start: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    """Local time of the first slot, in `timezone`."""
    timezone: Mapped[str] = mapped_column(String(60))
    rule: Mapped[str] = mapped_column(String(500))
    """RFC 5545 RRULE without the property name; UNTIL is in UTC and includes the last slot."""
    minutes: Mapped[int]
    made_until: Mapped[Moment | None]
    """Sessions have been created for all slots before this instant."""
    created_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]

    forum: Mapped[Forum] = relationship(back_populates="series")


class SessionState(enum.Enum):
    """The stored state of a session; "under way" and "shift proposed" are derived."""

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
    """Time and state of a session, shared by the model and by query rows."""

    state: Any
    proposed_starts_at: Any
    merge_proposed: Any
    opened_at: Any
    starts_at: Any
    ends_at: Any
    timezone: Any

    @property
    def length(self) -> timedelta:
        """The duration of the session."""
        length: timedelta = self.ends_at - self.starts_at
        return length

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its time is displayed."""
        return ZoneInfo(self.timezone)

    @property
    def awaits_confirmation(self) -> bool:
        """Whether a shift or merge is proposed because of a holiday and undecided; no invitations are sent then."""
        return self.state is SessionState.PLANNED and (self.proposed_starts_at is not None or self.merge_proposed)

    def shown_state(self, now: datetime) -> str:
        """Return the state to display at `now`: the stored value, "under_way", "shift_proposed" or "merge_proposed"."""
        if self.is_under_way(now):
            return "under_way"
        if not self.awaits_confirmation:
            shown: str = self.state.value
            return shown
        return "merge_proposed" if self.merge_proposed else "shift_proposed"

    def has_begun(self, now: datetime) -> bool:
        """Whether it was opened and its start has passed; from then on it can take decisions and be closed."""
        return self.opened_at is not None and self.starts_at <= now

    def is_under_way(self, now: datetime) -> bool:
        """Whether it was opened and not closed, or `now` is between its start and end."""
        if self.state is not SessionState.PLANNED:
            return False
        return self.opened_at is not None or self.starts_at <= now < self.ends_at


class Session(Staged, Versioned, Model):
    """One session of a forum, on the slot given by its series, or moved from there."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("series_id", "slot", name="one_session_per_slot"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        Index("ix_sessions_forum_starts_at", "forum_id", "starts_at"),
        Index("ix_sessions_forum_state_starts_at", "forum_id", "state", "starts_at"),
        Index("ix_sessions_state_starts_at", "state", "starts_at"),
        Index("ix_sessions_starts_at_forum", "starts_at", "forum_id", "state", "proposed_starts_at", "merge_proposed"),
        Index(  # few upcoming sessions have invitations
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
    """None for a session outside the series, which has its own `uid` and `sequence`."""
    uid: Mapped[str | None] = mapped_column(String(200), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    slot: Mapped[Moment | None]
    """The start given by the rule, which identifies it in the series (RECURRENCE-ID). It never changes."""
    number: Mapped[int]
    """Numbered per forum, in order of creation: "Sesi 11"."""
    title: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    timezone: Mapped[str] = mapped_column(String(60))
    proposed_starts_at: Mapped[Moment | None]
    """The date proposed because of a holiday; `starts_at` is unchanged until a coordinator confirms it."""
    merge_proposed: Mapped[bool] = mapped_column(default=False)
    """Whether merging with the next session is proposed, if no free day precedes that; unchanged until confirmed."""
    because: Mapped[str] = mapped_column(String(300), default="")
    """Why a shift or merge is proposed, or why it was moved or cancelled."""
    state: Mapped[SessionState] = mapped_column(default=SessionState.PLANNED)
    mode: Mapped[Mode]
    place: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(1000), default="")
    presider_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    minute_taker_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    invited_at: Mapped[Moment | None]
    """When its invitations were first sent; none are sent while a shift or merge is proposed."""
    opened_at: Mapped[Moment | None]
    closed_at: Mapped[Moment | None]
    measured_by: Mapped[dict[str, Any] | None]
    """The basis of a closed session's quorum, independent of later changes of the charter: {"share", "sectors",
    "observers": ids of seats and participants that did not count}. None: the forum's current charter.
    """
    letter_number: Mapped[str] = mapped_column(String(100), default="")
    """The number of the invitation letter, given by the office system."""
    letter_dated: Mapped[date | None]
    """The date of the invitation letter, once it was written."""
    made_at: Mapped[Moment | None] = mapped_column(index=True)
    """When its row was created; None for sessions older than this column."""

    forum: Mapped[Forum] = relationship(lazy="joined", innerjoin=UNNESTED)
    series: Mapped[Series | None] = relationship(lazy="raise_on_sql")
    presider: Mapped[Person | None] = relationship(foreign_keys=[presider_id], lazy="raise_on_sql")
    minute_taker: Mapped[Person | None] = relationship(foreign_keys=[minute_taker_id], lazy="raise_on_sql")

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read the session."""
        return self.forum.circle_id

    @property
    def day(self) -> date:
        """The day on which the session begins, in its time zone."""
        return self.starts_at.astimezone(self.zone).date()

    @property
    def facts(self) -> dict[str, Any]:
        """The fields whose earlier values are recorded in the audit log."""
        names = ("state", "starts_at", "proposed_starts_at", "merge_proposed", "because", "place")
        return {name: getattr(self, name) for name in names}

    @property
    def keeps_its_date(self) -> bool:
        """Whether someone decided to keep it on its slot although that is a holiday."""
        return bool(self.because) and not self.awaits_confirmation and self.slot == self.starts_at

    def drop_proposal(self) -> None:
        """Clear the proposed shift or merge."""
        self.proposed_starts_at, self.merge_proposed = None, False

    def require(self, *states: SessionState) -> None:
        """Raise NotNow unless the session is in one of `states`."""
        if self.state not in states:
            raise NotNow(_REFUSED[self.state])


AWAITS_CONFIRMATION: ColumnElement[bool] = and_(
    Session.state == SessionState.PLANNED, or_(Session.proposed_starts_at.is_not(None), Session.merge_proposed)
)
"""The condition equivalent to `Session.awaits_confirmation`."""
