"""Decisions as plain rows for pages, without ORM objects."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func

from app.circles.models import Classification
from app.organisations.models import Sector
from commitments.registry.rules import Delivery
from forums.decisions.models import Decision
from forums.decisions.rules import VoteChoice
from forums.scheduling.models import DecisionRule, Forum, Session


class FollowedBy(NamedTuple):
    """A commitment of a decision in the register."""

    id: UUID
    code: str
    title: str
    delivery: Delivery


class NamedDecision(NamedTuple):
    """A decision that another one refers to."""

    id: UUID
    code: str
    text: str


class Supersession(NamedTuple):
    """The decision that supersedes another, and those which that one supersedes."""

    by: NamedDecision | None
    earlier: list[NamedDecision]


class DecisionRow(NamedTuple):
    """One decision in the register.

    Number, title and series are those of its session, None if it was taken between sessions; the time zone is that of
    the session or the forum.
    """

    id: UUID
    code: str
    text: str
    how: DecisionRule
    quorum_met: bool
    quorum: dict[str, Any] | None
    decided_at: datetime
    number: int | None
    title: str | None
    series_id: UUID | None
    timezone: str
    forum_name: str
    follow_up: str
    """The value of a FollowUp."""
    superseded_by: str | None
    """The code of the decision that supersedes it, if the user may read that one."""
    superseded_by_id: UUID | None
    commitments: tuple[FollowedBy, ...] = ()
    """Those that the user may read."""


class CarriedOut(NamedTuple):
    """A commitment that implements a decision. `short` is the label of the responsible organisation."""

    id: UUID
    code: str
    title: str
    criteria: str
    responsible: str
    short: str
    responsible_person: str | None
    verifier: str
    first_due: date
    current_due: date
    delivery: Delivery


class VoteRow(NamedTuple):
    """The vote of a party on a decision."""

    organisation: str
    sector: Sector
    choice: VoteChoice
    dissent: str


class TakenDecision(NamedTuple):
    """A decision as shown with its session and in the minutes."""

    id: UUID
    code: str
    text: str
    basis: str
    how: DecisionRule
    dissent: str
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    quorum_met: bool
    quorum: dict[str, Any] | None
    no_quorum_reason: str
    decided_at: datetime
    agenda_item_id: UUID | None
    conditions: str = ""
    commitments: tuple[CarriedOut, ...] = ()
    votes: tuple[VoteRow, ...] = ()

    @property
    def has_objections(self) -> bool:
        """Whether anyone objected."""
        return bool(self.dissent) or any(one.choice is VoteChoice.AGAINST or one.dissent for one in self.votes)


class Origin(NamedTuple):
    """The decision that a commitment implements; number, title and series are those of its session, if any.

    `is_readable` refers to the forum, `shows_text` to the text of the decision.
    """

    id: UUID
    code: str
    text: str
    session_id: UUID | None
    number: int | None
    title: str | None
    series_id: UUID | None
    forum_slug: str
    forum_name: str
    is_readable: bool
    shows_text: bool
    classification: Classification


LOADED_APART = ("commitments", "votes")
TAKEN: tuple[Any, ...] = tuple(getattr(Decision, name) for name in TakenDecision._fields if name not in LOADED_APART)
"""The columns of a decision, without its commitments and votes."""

COLUMNS: tuple[Any, ...] = (
    Decision.id,
    Decision.code,
    Decision.text,
    Decision.how,
    Decision.quorum_met,
    Decision.quorum,
    Decision.decided_at,
    Session.number,
    Session.title,
    Session.series_id,
    func.coalesce(Session.timezone, Forum.timezone),
    Forum.name,
)
"""The first columns of a DecisionRow, from decisions, sessions and forums."""
