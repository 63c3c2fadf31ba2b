"""Registers that were uploaded: each is taken in as a whole or not at all, and nothing of it is there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, select

from agreements.imports.models import AgreementImport
from agreements.registry.models import Agreement, Party
from app.audit.models import AuditRow
from app.circles.models import Seat
from app.database import db
from app.files.sheet_import.stages import Stage
from commitments.imports.models import ImportedCommitment, RegisterImport
from commitments.registry.models import Commitment
from soak.findings import Finding, contradictory, doubled

DONE = {RegisterImport: "register_import.done", AgreementImport: "agreement_import.done"}


def registers_are_taken_in_as_a_whole() -> Iterator[Finding]:
    """A register is done once, with as many commitments or agreements as its preview counted; others left nothing."""
    made = Counter(db.session.scalars(select(ImportedCommitment.import_id)))
    for model, action in DONE.items():
        rows = select(AuditRow.subject_id, AuditRow.at, AuditRow.actor_id).where(AuditRow.action == action)
        recorded = db.session.execute(rows).all()
        done = Counter(row.subject_id for row in recorded)
        created = {row.subject_id: _created(row.at, row.actor_id) for row in recorded}
        for one in db.session.scalars(select(model)).unique():
            is_done = one.stage is Stage.DONE
            if done[one.id] != int(is_done) or (one.done_at is not None) != is_done:
                yield contradictory(f"register {one.id} is {one.stage.value}; done is recorded {done[one.id]} times")
            counts = one.outcome.get("counts", {}) if is_done else {}
            if model is RegisterImport:
                wanted, found = counts.get("new", 0), made[one.id]
            else:
                wanted, found = counts.get("agreement", 0), created.get(one.id, 0)
            if wanted != found:
                yield contradictory(f"register {one.id}, {one.stage.value}: {wanted} lines are new, {found} were made")


def _created(at: object, by: object) -> int:
    """Return how many agreements a person created in one moment: those of one register."""
    rows = select(func.count()).where(
        AuditRow.action == "agreement.created", AuditRow.at == at, AuditRow.actor_id == by
    )
    return db.session.scalar(rows) or 0


def lines_are_there_once() -> Iterator[Finding]:
    """No number of a register leads to two commitments of a forum, or to two agreements of an organisation."""
    numbers = select(Commitment.circle_id, ImportedCommitment.number, func.count())
    numbers = numbers.join(Commitment, Commitment.id == ImportedCommitment.commitment_id)
    numbers = numbers.where(ImportedCommitment.number != "").group_by(Commitment.circle_id, ImportedCommitment.number)
    for _circle, number, many in db.session.execute(numbers.having(func.count() > 1)):
        yield doubled(f"number {number} of a register leads to {many} commitments")
    given = select(Agreement.kind, Party.reference_number, func.count()).join(Party.agreement).join(Party.seat)
    given = given.where(Party.reference_number != "")
    alike = given.group_by(Agreement.kind, Seat.organisation_id, Party.reference_number)
    for kind, number, many in db.session.execute(alike.having(func.count() > 1)):
        yield doubled(f"{many} agreements of kind {kind.value} have number {number} of one party")


CHECKS = (registers_are_taken_in_as_a_whole, lines_are_there_once)
