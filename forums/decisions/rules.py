"""Rules for votes, for what supersedes a decision, and for the quorum kept with a decision."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID


class VoteChoice(enum.Enum):
    """How a party voted on a decision."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"


class PartyVote(NamedTuple):
    """The vote of a seat; `dissent` is why it did not agree, in its own words, or ""."""

    seat_id: UUID
    choice: VoteChoice
    dissent: str = ""


class Counts(NamedTuple):
    """The numbers of votes; None if a vote was not counted or not taken."""

    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None

    def contradicts(self, other: Counts) -> bool:
        """Whether a number that is given here differs from the one in `other`."""
        return any(own is not None and own != theirs for own, theirs in zip(self, other, strict=True))


NOT_COUNTED = Counts()


def counted(votes: Iterable[PartyVote]) -> Counts:
    """Return the numbers of votes per choice."""
    found = Counter(vote.choice for vote in votes)
    return Counts(found[VoteChoice.FOR], found[VoteChoice.AGAINST], found[VoteChoice.ABSTAINED])


def counts_too_much(votes_for: int, votes_against: int, abstentions: int, *, seats: int) -> bool:
    """Whether the votes exceed the seats that were present or represented."""
    return votes_for + votes_against + abstentions > seats


class FollowUp(enum.Enum):
    """What became of a decision, by its commitments; declined and cancelled ones do not count."""

    NONE = "none"
    OPEN = "open"
    DONE = "done"


class Taken(NamedTuple):
    """What decides whether a decision can supersede another: its forum, when it was taken, and its code."""

    forum_id: UUID
    decided_at: datetime
    code: str


def may_supersede(later: Taken, earlier: Taken) -> bool:
    """Whether a decision comes after another of the same forum; so no decision can supersede itself through others."""
    return later.forum_id == earlier.forum_id and later[1:] > earlier[1:]


def seats_differ(kept: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two quorums, as plain values, count different seats present, in total or in a sector."""
    return kept["taken"] != other["taken"] or _by_sector(kept["sectors"]) != _by_sector(other["sectors"])


def _by_sector(tallies: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    return {tally["sector"]: tally["taken"] for tally in tallies if tally["taken"]}
