"""Rules for effective answers, reminders, change notifications and quorum forecasts.

States are the values of AnswerState ("attending_online"); sectors those of the platform's Sector.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from forums.attendance.rules import Place, Quorum, quorum

COMING = frozenset({"attending_in_person", "attending_online", "represented"})
UNDECIDED = frozenset({"needs_action", "tentative"})
OPEN = COMING | UNDECIDED
"""Answers that leave attendance possible."""
ANSWER_HOUR = time(16)
SOON = timedelta(hours=24)
"""How long before a session its news does not wait for the end of quiet hours."""
PATIENCE = timedelta(minutes=1)
"""How long a change can be undone before anyone is notified."""
ON = frozenset({"planned", "held"})
OFF = frozenset({"beyond_horizon", "cancelled", "merged"})
"""Kinds of news for which a session is removed from calendars."""


class State(Protocol):
    """A member of SessionState."""

    @property
    def value(self) -> str: ...


class Known(Protocol):
    """The state of a session, current or as an invitee knows it."""

    @property
    def state(self) -> State: ...
    @property
    def series_id(self) -> UUID | None: ...
    @property
    def slot(self) -> datetime | None: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def mode(self) -> object: ...
    @property
    def place(self) -> str: ...
    @property
    def link(self) -> str: ...


def news_kind(known: Known, now: Known) -> str | None:
    """Return the kind of change since the known state of a session, or None: "cancelled", "merged", "restored",
    "moved", "lengthened", "relocated", or "renewed" if only the schedule behind it has changed.
    """
    was_on, is_on = known.state.value in ON, now.state.value in ON
    if not is_on:
        return ("merged" if now.state.value == "merged" else "cancelled") if was_on else None
    if not was_on:
        return "restored"
    if known.starts_at != now.starts_at:
        return "moved"
    if known.ends_at != now.ends_at:
        return "lengthened"
    if (known.mode, known.place, known.link) != (now.mode, now.place, now.link):
        return "relocated"
    return "renewed" if (known.series_id, known.slot) != (now.series_id, now.slot) else None


class Given(Protocol):
    """An answer with the time it was received."""

    @property
    def received_at(self) -> datetime: ...


GivenAnswer = TypeVar("GivenAnswer", bound=Given)


def effective(
    own: GivenAnswer | None, default: GivenAnswer | None, *, ends_at: datetime, is_moved: bool
) -> GivenAnswer | None:
    """Return the effective answer for a session: its own, else the default of its series.

    A default does not apply to a session moved off its slot, nor to one that was over when the default was given.
    """
    if own is not None:
        return own
    if default is None or is_moved or default.received_at >= ends_at:
        return None
    return default


def answer_by(starts_at: datetime, zone: ZoneInfo) -> datetime:
    """Return the deadline for answers: 16.00 on the day before, in the session's time zone."""
    day = starts_at.astimezone(zone).date() - timedelta(days=1)
    return datetime.combine(day, ANSWER_HOUR, tzinfo=zone)


def reminder_days(starts_at: datetime, now: datetime, zone: ZoneInfo, steps: Iterable[int]) -> int | None:
    """Return which of the `steps` (calendar days before the session) is reached at `now`, or None.

    A step missed in an outage is combined with the next one; none is reached once the session has begun.
    """
    if now >= starts_at:
        return None
    left = (starts_at.astimezone(zone).date() - now.astimezone(zone).date()).days
    return min((days for days in steps if left <= days), default=None)


@dataclass(frozen=True, slots=True)
class Expectation:
    """A seat that counts, and the answers of its invitees."""

    sector: str
    answers: Sequence[str]

    @property
    def is_confirmed(self) -> bool:
        """Whether someone has confirmed attendance for the seat."""
        return not COMING.isdisjoint(self.answers)

    @property
    def is_possible(self) -> bool:
        """Whether the seat may still be taken: no one was invited, or someone is undecided or coming."""
        return not self.answers or not OPEN.isdisjoint(self.answers)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast quorum: with confirmed invitees only, and with all who may still come."""

    confirmed: Quorum
    possible: Quorum

    @property
    def status(self) -> str:
        """The status: "met", "threatened" (more must confirm) or "not_met" (even if all undecided come)."""
        if self.confirmed.is_met:
            return "met"
        return "threatened" if self.possible.is_met else "not_met"


def forecast(seats: Iterable[Expectation], *, share: int, required: Sequence[str]) -> Forecast:
    """Return the forecast under a charter: `share` in percent of the seats, `required` sectors."""
    counted = list(seats)
    confirmed = [Place(seat.sector, seat.is_confirmed) for seat in counted]
    possible = [Place(seat.sector, seat.is_possible) for seat in counted]
    return Forecast(
        quorum(confirmed, share=share, required=required),
        quorum(possible, share=share, required=required),
    )


def seat_answer(answer: str, delegate_answer: str | None) -> str:
    """Return the answer that counts for the seat: the delegate's, if the invitation was passed on."""
    return delegate_answer if answer == "represented" and delegate_answer is not None else answer
