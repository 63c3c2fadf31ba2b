"""Rows of the page of an amendment: plain values, which are kept as JSON when the amendment is applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agreements.amendments.rules import Effect, Fate

UNCHANGED = (Effect.SAME.value,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """A clause before and after; None where it is not there. `heading` is the one after, or before its removal."""

    number: str
    heading: str
    former: str
    """Number and heading before, if they change; else empty."""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRow:
    """A commitment that an amendment touches, with plain values: `fate` and `why` of the rules, ISO days."""

    id: str
    code: str
    fate: str
    why: str | None
    first_due: date
    before: date
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationRow:
    """An obligation and what happens to it. Days are due dates, or the last days of the term if it only goes on.

    `criteria` are those that change, else empty.
    """

    text: str
    former: str
    debtor: str
    former_debtor: str
    clause: str
    effect: str
    before: date | None
    after: date | None
    frequency: str
    former_frequency: str
    criteria: str
    total: int | None
    pieces: tuple[CommitmentRow, ...]

    @property
    def changes(self) -> bool:
        """Return whether anything happens to the obligation or to one of its commitments."""
        return self.effect not in UNCHANGED

    @property
    def superseded(self) -> int:
        """Return the number of commitments that new ones replace."""
        return sum(one.fate == Fate.SUPERSEDED.value for one in self.pieces)

    @property
    def ended(self) -> int:
        """Return the number of commitments that end."""
        return sum(one.fate == Fate.ENDED.value for one in self.pieces)

    @property
    def held(self) -> list[CommitmentRow]:
        """Return the commitments that are kept for a reason although the obligation changes."""
        return [one for one in self.pieces if one.why]


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRow:
    """A right or benefit that a party gets or, if it `ends`, loses."""

    text: str
    holder: str
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """An amendment before and after. `obligations` and `rights`: label of the party, number before and after."""

    clauses: int
    turns: tuple[ClauseRow, ...]
    owed: int
    lines: tuple[ObligationRow, ...]
    end_before: date | None
    end_after: date | None
    notice_after: date | None
    notice_days: int
    obligations: tuple[tuple[str, int, int], ...]
    rights: tuple[tuple[str, int, int], ...]
    heavier: tuple[str, ...]
    entitled: tuple[RightRow, ...]
    digest: str = ""
    """Digest of the effects, without the dates that depend on the day."""

    @property
    def changed(self) -> list[ObligationRow]:
        """Return the obligations to which something happens."""
        return [one for one in self.lines if one.changes]

    @property
    def new(self) -> list[ObligationRow]:
        """Return the new obligations."""
        return [one for one in self.lines if one.effect == Effect.NEW.value]

    @property
    def same(self) -> list[ObligationRow]:
        """Return the obligations to which nothing happens."""
        return [one for one in self.lines if not one.changes]

    @property
    def days(self) -> int | None:
        """Return by how many days the term changes, or None if it has no end before or after."""
        if self.end_before is None or self.end_after is None:
            return None
        return (self.end_after - self.end_before).days
