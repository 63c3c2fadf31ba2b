"""Read-only rows of verification: the queue, what was examined, and the checklist of a commitment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from app.clock import local_date
from app.organisations.models import Sector
from app.web.pagination import Paged
from commitments.delivery.models import Act
from commitments.delivery.queries import Entry, PastFinding, Piece
from commitments.registry.models import Commitment
from commitments.registry.rules import Verification


class QueueRow(NamedTuple):
    """A submitted delivery in the queue; `submissions` counts those of the commitment."""

    id: UUID
    code: str
    title: str
    submitted_at: datetime
    responsible_name: str
    responsible_sector: Sector
    submissions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A page of the queue, the working days that each delivery has waited, and the one that is shown."""

    listed: Paged[QueueRow]
    waited: Mapping[UUID, int]
    chosen: UUID | None
    before: UUID | None
    after: UUID | None

    @classmethod
    def of(cls, listed: Paged[QueueRow], waited: Mapping[UUID, int], chosen: UUID | None) -> Queue:
        """Return the queue with a delivery chosen, which may be on another page of it."""
        ids = [row.id for row in listed.rows]
        place = ids.index(chosen) if chosen in ids else -1
        before = ids[place - 1] if place > 0 else None
        after = ids[place + 1] if place + 1 < len(ids) else None
        return cls(listed=listed, waited=waited, chosen=chosen, before=before, after=after)


class ExaminedRow(NamedTuple):
    """A verdict of the reader's organisation."""

    id: UUID
    code: str
    title: str
    responsible_name: str
    responsible_sector: Sector
    act: Act
    at: datetime
    by_name: str


class Proof(NamedTuple):
    """A piece of evidence, with who added it and when."""

    piece: Piece
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A criterion of the checklist, its evidence, and the last finding for it, or None."""

    number: int
    wording: str
    proofs: Sequence[Proof]
    last: PastFinding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """The criteria of a commitment beside their evidence. `general` is the evidence for all of them."""

    lines: Sequence[Line]
    general: Sequence[Proof]
    is_met: bool

    @classmethod
    def of(cls, criteria: Sequence[str], verification: Verification, updates: Sequence[Entry]) -> Checklist:
        """Return the checklist of a commitment from its timeline, newest first."""
        found = [one for entry in updates for one in entry.findings]
        proofs = [Proof(piece, entry.by_name, entry.at) for entry in updates for piece in entry.evidence]
        numbers = range(1, len(criteria) + 1)
        lines = [
            Line(
                number=number,
                wording=criteria[number - 1],
                proofs=[one for one in proofs if one.piece.criterion == number],
                last=next((one for one in found if one.number == number), None),
            )
            for number in numbers
        ]
        general = [one for one in proofs if one.piece.criterion not in numbers]
        return cls(lines=lines, general=general, is_met=verification is Verification.MET)


class Submission(NamedTuple):
    """The last submission of a commitment; `days_early` is negative if it came after the first due date."""

    text: str
    challenges: str
    by_name: str
    organisation: str
    at: datetime
    days_early: int

    @classmethod
    def of(cls, updates: Sequence[Entry], submitted_on: date, first_due: date) -> Submission | None:
        """Return the last submission in a timeline, newest first, or None."""
        last = next((one for one in updates if one.act is Act.SUBMITTED), None)
        if last is None:
            return None
        early = (first_due - submitted_on).days
        return cls(last.text, last.challenges, last.by_name, last.organisation, last.at, early)


class Examination(NamedTuple):
    """What a verifier looks at: the criteria beside their evidence, and what was submitted last."""

    checklist: Checklist
    submission: Submission | None

    @classmethod
    def of(cls, commitment: Commitment, updates: Sequence[Entry]) -> Examination:
        """Return what there is to look at, from a commitment and its timeline, newest first."""
        submitted_on = local_date(commitment.submitted_at) if commitment.submitted_at else commitment.first_due
        return cls(
            checklist=Checklist.of(commitment.criteria_lines, commitment.verification, updates),
            submission=Submission.of(updates, submitted_on, commitment.first_due),
        )
