"""Timeline entries of commitments, their evidence, and what verifiers found for the criteria."""

from __future__ import annotations

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import UNNESTED, Model
from app.database.types import Moment
from app.files.models import StoredFile
from commitments.registry.models import Commitment
from commitments.verification.rules import Finding


class Act(enum.Enum):
    """Acts that the timeline of a commitment records."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    COUNTER_PROPOSED = "counter_proposed"
    DATE_AGREED = "date_agreed"
    PROGRESS = "progress"
    SUBMITTED = "submitted"
    MET = "met"
    PARTIALLY_MET = "partially_met"
    RETURNED = "returned"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_APPROVED = "extension_approved"
    EXTENSION_DENIED = "extension_denied"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    COMMENT = "comment"
    VISIBILITY_CHANGED = "visibility_changed"
    ON_TRACK = "on_track"
    SNOOZED = "snoozed"
    DISPUTED = "disputed"
    DISPUTE_WITHDRAWN = "dispute_withdrawn"
    SETTLED = "settled"
    HANDOVER_ASKED = "handover_asked"
    HANDOVER_DECLINED = "handover_declined"
    HANDOVER_WITHDRAWN = "handover_withdrawn"
    HANDED_OVER = "handed_over"
    SUCCEEDED = "succeeded"
    """A successor of an organisation took its place."""
    RECORD_SIGNED = "record_signed"
    AMENDED = "amended"
    SUPERSEDED = "superseded"


class Source(enum.Enum):
    """How a party made a statement that was recorded on its behalf."""

    TELEPHONE = "telephone"
    MESSAGE = "message"
    LETTER = "letter"
    MEETING = "meeting"


class Situation(enum.Enum):
    """What the responsible party says of its situation in a report."""

    ON_TRACK = "on_track"
    WAITING = "waiting"
    """Another party must act first."""
    NEEDS_HELP = "needs_help"
    NEW_DATE = "new_date"
    """The party requests another due date with the report."""


class Update(Model):
    """An entry of a commitment's timeline. `source` is set if it was recorded on the party's behalf."""

    __tablename__ = "updates"
    __table_args__ = (Index("ix_updates_commitment_at", "commitment_id", "at"), Index("ix_updates_at", "at"))

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    act: Mapped[Act]
    at: Mapped[Moment]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(default="")
    challenges: Mapped[str] = mapped_column(default="")
    help_needed: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[int | None]
    due: Mapped[date | None]
    """The date that this act proposed or set."""
    source: Mapped[Source | None]
    said_on: Mapped[date | None]
    """The date of the party's statement, if it was recorded on its behalf."""
    by_link: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the person acted by a link in a mail, without signing in."""
    situation: Mapped[Situation | None]
    report_id: Mapped[UUID | None] = mapped_column(unique=True)
    """The id that the device of the person gave a report, so that a report that is sent again is recorded once."""

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)
    evidence: Mapped[list[Evidence]] = relationship(back_populates="update", lazy="raise", order_by="Evidence.id")
    findings: Mapped[list[CriterionFinding]] = relationship(lazy="raise", order_by="CriterionFinding.number")


class Evidence(Model):
    """Evidence of delivery: either a file or a link."""

    __tablename__ = "evidence"
    __table_args__ = (CheckConstraint("(file_id IS NULL) <> (link IS NULL)", name="either_file_or_link"),)

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"), index=True)
    update_id: Mapped[UUID] = mapped_column(ForeignKey("updates.id"), index=True)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))
    link: Mapped[str | None] = mapped_column(String(2000))
    criterion: Mapped[int | None]
    """The number of the acceptance criterion that it shows, from 1; None if it shows all of them."""
    taken_at: Mapped[Moment | None]
    """When a picture was taken, according to the device that sent it."""

    commitment: Mapped[Commitment] = relationship(lazy="select")
    update: Mapped[Update] = relationship(back_populates="evidence", lazy="raise")
    file: Mapped[StoredFile | None] = relationship(lazy="joined")


class CriterionFinding(Model):
    """What the verifier found for one criterion of a submission; part of the timeline entry of the verdict.

    A submission gets one verdict: the finding belongs to the last submission before that entry.
    """

    __tablename__ = "criterion_findings"
    __table_args__ = (
        UniqueConstraint("update_id", "number", name="one_finding_per_criterion"),
        CheckConstraint("number >= 1", name="numbered_from_one"),
    )

    update_id: Mapped[UUID] = mapped_column(ForeignKey("updates.id"))
    number: Mapped[int]
    """The number of the criterion, from 1."""
    wording: Mapped[str]
    """The criterion as it was worded at that time."""
    finding: Mapped[Finding]
    note: Mapped[str] = mapped_column(String(500), default="")
