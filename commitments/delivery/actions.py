"""Actions of the responsible party: answer a proposal, report progress, submit the delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from operator import attrgetter
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from app.events import emit
from app.files.models import StoredFile
from commitments.delivery import notices, queries
from commitments.delivery.models import Act, Evidence, Situation, Update
from commitments.delivery.timeline import Behalf, add_update
from commitments.milestones.rules import not_reached
from commitments.registry.events import CommitmentClosed
from commitments.registry.models import Commitment
from commitments.registry.rules import OWED, Delivery, Verification


def accept(commitment: Commitment, *, by: Person, at: datetime, behalf: Behalf | None = None) -> None:
    """Accept the commitment with the proposed date; it is binding from the local date of `at`."""
    commitment.require(Delivery.PROPOSED)
    _bind(commitment, at=at)
    _note("commitment.accepted", Act.ACCEPTED, commitment, by=by, at=at, behalf=behalf)
    notices.answered("accepted", commitment, by=by, behalf=behalf)


def record_as_accepted(commitments: Sequence[Commitment], *, by: Person, at: datetime, behalf: Behalf) -> None:
    """Accept many proposals on behalf of their responsible parties, without notifications."""
    for commitment in commitments:
        commitment.require(Delivery.PROPOSED)
        _bind(commitment, at=at)
        add_update(commitment, Act.ACCEPTED, by=by, at=at, behalf=behalf)
    party = attrgetter("responsible")
    audit.record_all("commitment.accepted", commitments, by=by, at=at, on_behalf_of=party, details=lambda _it: {})


def record_progress(
    commitments: Sequence[Commitment], progress: Mapping[UUID, int], *, by: Person, at: datetime, behalf: Behalf
) -> None:
    """Record the progress in percent of many commitments on behalf of their parties, without notifications."""
    for commitment in commitments:
        commitment.require(*OWED)
        if commitment.delivery is Delivery.ACCEPTED:
            commitment.delivery = Delivery.IN_PROGRESS
        commitment.progress, commitment.progress_on = progress[commitment.id], local_date(at)
        add_update(commitment, Act.PROGRESS, by=by, at=at, behalf=behalf, progress=commitment.progress)
    audit.record_all(
        "commitment.progress",
        commitments,
        by=by,
        at=at,
        on_behalf_of=attrgetter("responsible"),
        details=lambda it: {"progress": it.progress},
    )


def decline(commitment: Commitment, *, by: Person, at: datetime, reason: str, behalf: Behalf | None = None) -> None:
    """Decline the commitment with a reason, which ends it."""
    commitment.require(Delivery.PROPOSED)
    commitment.delivery = Delivery.DECLINED
    commitment.ended_at = at
    _note("commitment.declined", Act.DECLINED, commitment, by=by, at=at, behalf=behalf, text=reason)
    notices.answered("declined", commitment, by=by, behalf=behalf, reason=reason)
    emit(CommitmentClosed(commitment, by, at))


def counter_propose(
    commitment: Commitment, *, due: date, reason: str, by: Person, at: datetime, behalf: Behalf | None = None
) -> None:
    """Propose another due date, with a reason. Raises RuleViolation for the same date or a date in the past."""
    commitment.require(Delivery.PROPOSED)
    if due == commitment.current_due:
        raise RuleViolation(_l("This is already the proposed date. Accept it, or choose another"), field="due")
    if due < local_date(at):
        raise RuleViolation(_l("This date is in the past. Choose today or later"), field="due")
    commitment.delivery = Delivery.COUNTER_PROPOSED
    commitment.counter_due = due
    _note(
        "commitment.counter_proposed",
        Act.COUNTER_PROPOSED,
        commitment,
        by=by,
        at=at,
        behalf=behalf,
        text=reason,
        due=due,
    )
    notices.counter_proposed(commitment, by=by, reason=reason)


def agree_to_date(commitment: Commitment, *, by: Person, at: datetime) -> None:
    """Accept the counter-proposed date: it becomes the first and current due date, and the commitment is binding."""
    commitment.require(Delivery.COUNTER_PROPOSED)
    agreed = commitment.counter_due or commitment.current_due
    commitment.first_due = commitment.current_due = agreed
    commitment.counter_due = None
    _bind(commitment, at=at)
    _note("commitment.date_agreed", Act.DATE_AGREED, commitment, by=by, at=at, due=agreed)
    notices.date_answered("date_agreed", commitment, by=by)


def insist_on_date(commitment: Commitment, *, by: Person, at: datetime, reason: str) -> None:
    """Keep the date first proposed, with a reason; the responsible party must answer again."""
    commitment.require(Delivery.COUNTER_PROPOSED)
    commitment.delivery = Delivery.PROPOSED
    commitment.counter_due = None
    _note("commitment.proposed_again", Act.PROPOSED, commitment, by=by, at=at, text=reason, due=commitment.current_due)
    notices.date_answered("proposed_again", commitment, by=by, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A progress report; `progress` is a percentage.

    `taken` are the moments at which the pictures in `files` were taken, in the same order, where they are known. `id`
    was given to it by the device on which it was written.
    """

    progress: int
    text: str = ""
    challenges: str = ""
    help_needed: bool = False
    situation: Situation | None = None
    links: Sequence[str] = ()
    files: Sequence[StoredFile] = ()
    criterion: int | None = None
    """The number of the criterion that the evidence shows, from 1; None if it shows all of them."""
    taken: Sequence[datetime | None] = ()
    id: UUID | None = None
    milestones: Sequence[UUID] = ()
    """The milestones that are reached, by their ids."""


def report(
    commitment: Commitment, details: Report, *, by: Person, at: datetime, behalf: Behalf | None = None
) -> Update:
    """Record progress and evidence; sets an accepted commitment to in progress."""
    commitment.require(*OWED)
    if commitment.delivery is Delivery.ACCEPTED:
        commitment.delivery = Delivery.IN_PROGRESS
    update = _reported("commitment.progress", Act.PROGRESS, commitment, details, by=by, at=at, behalf=behalf)
    if details.help_needed or behalf:
        notices.reported(commitment, update, by=by, behalf=behalf)
    return update


def submit(
    commitment: Commitment, details: Report, *, by: Person, at: datetime, behalf: Behalf | None = None
) -> Update:
    """Submit the delivery for verification. Raises RuleViolation if evidence is required and there is none."""
    commitment.require(Delivery.ACCEPTED, Delivery.IN_PROGRESS)
    has_new = bool(details.files or details.links)
    if commitment.evidence_required and not has_new and not queries.has_evidence(commitment.id):
        raise RuleViolation(_l("Add at least one file or link that shows the result"), field="files")
    commitment.delivery = Delivery.SUBMITTED
    commitment.verification = Verification.UNVERIFIED
    commitment.submitted_at = at
    update = _reported("commitment.submitted", Act.SUBMITTED, commitment, details, by=by, at=at, behalf=behalf)
    notices.submitted(commitment, by=by)
    return update


def comment(commitment: Commitment, *, by: Person, at: datetime, text: str) -> None:
    """Add a comment to the timeline."""
    _note("commitment.commented", Act.COMMENT, commitment, by=by, at=at, text=text)


def _bind(commitment: Commitment, *, at: datetime) -> None:
    commitment.delivery = Delivery.ACCEPTED
    commitment.accepted_on = local_date(at)


def _reported(
    action: str, act: Act, commitment: Commitment, details: Report, *, by: Person, at: datetime, behalf: Behalf | None
) -> Update:
    commitment.progress = details.progress
    commitment.progress_on = local_date(at)
    update = _note(
        action,
        act,
        commitment,
        by=by,
        at=at,
        behalf=behalf,
        text=details.text,
        progress=details.progress,
        challenges=details.challenges,
        help_needed=details.help_needed,
        situation=details.situation,
        report_id=details.id,
    )
    db.session.flush()
    common = {"commitment_id": commitment.id, "update_id": update.id, "criterion": details.criterion}
    for stored, taken_at in zip_longest(details.files, details.taken[: len(details.files)]):
        db.session.add(Evidence(file_id=stored.id, taken_at=taken_at, **common))
    for link in details.links:
        db.session.add(Evidence(link=link, **common))
    for milestone in not_reached(commitment.milestones) if details.milestones else ():
        if milestone.id in details.milestones:
            milestone.reached_on = local_date(at)
            audit.record("milestone.reached", commitment, by=by, at=at, due=milestone.due)
    return update


def _note(
    action: str,
    act: Act,
    commitment: Commitment,
    *,
    by: Person,
    at: datetime,
    behalf: Behalf | None = None,
    text: str = "",
    due: date | None = None,
    progress: int | None = None,
    challenges: str = "",
    help_needed: bool = False,
    situation: Situation | None = None,
    report_id: UUID | None = None,
) -> Update:
    """Write the audit row and the timeline entry of an act."""
    on_behalf_of = commitment.responsible if behalf else None
    audit.record(action, commitment, by=by, at=at, on_behalf_of=on_behalf_of, due=due, progress=progress)
    return add_update(
        commitment,
        act,
        by=by,
        at=at,
        text=text,
        due=due,
        progress=progress,
        behalf=behalf,
        challenges=challenges,
        help_needed=help_needed,
        situation=situation,
        report_id=report_id,
    )
