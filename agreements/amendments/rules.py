"""The vocabulary of amendments: their states, what they change, and what they do. Pure; days are local dates."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from agreements.clauses.rules import AHEAD, Frequency
from commitments.registry.rules import OPEN, Delivery, Verification

DROPPED = frozenset({Delivery.DECLINED, Delivery.CANCELLED, Delivery.SUPERSEDED})


class AmendmentState(enum.Enum):
    """State of an amendment."""

    DRAFT = "draft"
    NEGOTIATION = "negotiation"
    OUT_FOR_SIGNATURE = "out_for_signature"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


class Stance(enum.Enum):
    """What a party says of a draft. A party that said nothing yet is reading."""

    READING = "reading"
    AGREES = "agrees"
    BARGAINS = "bargains"


class Effect(enum.Enum):
    """What an amendment does to an obligation."""

    REPLACED = "replaced"
    REWORDED = "reworded"
    MOVED = "moved"
    ENDED = "ended"
    SHORTENED = "shortened"
    EXTENDED = "extended"
    NEW = "new"
    KEPT = "kept"
    """The amendment would change it, but its only commitment is delivered already."""
    SAME = "same"


class Fate(enum.Enum):
    """What an amendment does to a commitment."""

    KEPT = "kept"
    MOVED = "moved"
    REWORDED = "reworded"
    SUPERSEDED = "superseded"
    ENDED = "ended"


class Why(enum.Enum):
    """Why a commitment is kept although its obligation changes."""

    SUBMITTED = "submitted"
    DISPUTED = "disputed"
    CLOSED = "closed"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an obligation says; `debtor_id` and `verifier_id` are ids of parties."""

    text: str
    criteria: str
    debtor_id: UUID
    verifier_id: UUID
    frequency: Frequency
    first_due: date

    @property
    def recurs(self) -> bool:
        """Return whether it falls due more than once."""
        return self.frequency is not Frequency.ONCE

    def says_the_same_as(self, other: Terms) -> bool:
        """Return whether text and criteria are the same."""
        return (self.text, self.criteria) == (other.text, other.criteria)

    def binds_the_same_as(self, other: Terms) -> bool:
        """Return whether parties and frequency are the same, and the due dates of a recurring obligation."""
        bound = (self.debtor_id, self.verifier_id, self.frequency)
        if bound != (other.debtor_id, other.verifier_id, other.frequency):
            return False
        return not self.recurs or self.first_due == other.first_due


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A commitment of an obligation; `period` is the due date of the obligation for which it was proposed."""

    id: UUID
    code: str
    period: date
    delivery: Delivery
    verification: Verification
    first_due: date
    current_due: date

    @property
    def is_open(self) -> bool:
        """Return whether it has not ended."""
        return self.delivery in OPEN

    @property
    def held(self) -> Why | None:
        """Return why no amendment changes it: it is delivered, disputed or over; None if one can."""
        if self.verification is Verification.DISPUTED:
            return Why.DISPUTED
        if self.delivery is Delivery.SUBMITTED:
            return Why.SUBMITTED
        return None if self.is_open else Why.CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An obligation with its commitments, earliest first; `next_due` is the next due date without one."""

    id: UUID
    terms: Terms
    next_due: date | None
    made: tuple[Made, ...] = ()

    @property
    def alive(self) -> tuple[Made, ...]:
        """Return the commitments that were not declined, cancelled or superseded."""
        return tuple(one for one in self.made if one.delivery not in DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an amendment wants of an obligation: new terms, or its end (None). `obligation_id` None: a new one."""

    change_id: UUID | None
    obligation_id: UUID | None
    terms: Terms | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days that matter: the first day of the changed text, the end before and after, and today.

    No end: valid until terminated.
    """

    effective_on: date
    end_before: date | None
    end_after: date | None
    today: date

    @property
    def horizon(self) -> date:
        """Return the last due date for which commitments are proposed ahead."""
        return self.today + timedelta(days=AHEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What happens to one commitment. `due` is the current due date afterwards; the first one stays."""

    id: UUID
    code: str
    fate: Fate
    why: Why | None
    first_due: date
    before: date
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationEffect:
    """What happens to one obligation.

    `outcomes`: its open commitments, and those that are kept although the obligation changes. `catch_up`: due dates
    before the effective day that have no commitment yet; they get one on the terms `before`. `added`: due dates that
    get a commitment at once, on the terms `after`. `next_due`: the next due date after those.
    """

    obligation_id: UUID | None
    change_id: UUID | None
    effect: Effect
    before: Terms | None
    after: Terms | None
    outcomes: tuple[Outcome, ...] = ()
    catch_up: tuple[date, ...] = ()
    added: tuple[date, ...] = ()
    next_due: date | None = None
    total: int | None = None
    """The number of due dates from the effective day to the end on the terms `after`; None without end."""

    @property
    def superseded(self) -> int:
        """Return the number of commitments that new ones replace."""
        return sum(one.fate is Fate.SUPERSEDED for one in self.outcomes)

    @property
    def first_added(self) -> date | None:
        """Return the earliest new due date."""
        return min(self.added, default=self.next_due if self.effect in (Effect.EXTENDED, Effect.REPLACED) else None)


def balance(
    before: Mapping[UUID, int], after: Mapping[UUID, int], order: Sequence[UUID]
) -> list[tuple[UUID, int, int]]:
    """Return the parties whose number of obligations or rights changes, in order: (id, before, after)."""
    pairs = ((one, before.get(one, 0), after.get(one, 0)) for one in order)
    return [pair for pair in pairs if pair[1] != pair[2]]


def numbered(number: str) -> list[tuple[int, str]]:
    """Return the sort key of the number of a clause: "Pasal 8a" comes between "Pasal 8" and "Pasal 10"."""
    parts: list[str] = re.findall(r"\d+|\D+", number.casefold())
    return [(int(one), "") if one.isdecimal() else (0, one.strip()) for one in parts]
