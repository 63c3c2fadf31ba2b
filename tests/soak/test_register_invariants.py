"""The invariants of registers find nothing in what was taken in rightly, and every planted fault."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import delete, select, update
from werkzeug.datastructures import FileStorage

from agreements.imports import actions as agreement_imports
from agreements.imports.models import AgreementImport
from agreements.registry.models import Agreement, Party
from app.accounts.models import Person
from app.audit.models import AuditRow
from app.circles.models import Circle
from app.database import db
from app.database.transactions import transaction
from app.files.sheet_import.stages import Stage
from commitments.imports import actions as commitment_imports
from commitments.imports.models import ImportedCommitment, RegisterImport
from commitments.registry.models import Commitment
from forums.scheduling.models import Forum
from soak.facts import values
from soak.findings import Fault
from soak.invariants import check, registers
from soak.register_life import AGREEMENTS, FOLLOW_UPS
from soak.sample import build
from tests.soak.test_invariants import misjudged

pytestmark = pytest.mark.every_database


@pytest.fixture
def taken(app):
    """A register of follow-ups that was taken in, a second one that waits to be confirmed, and one of agreements."""
    sample, now = build(members=2, series=False), datetime.now(UTC)
    by = db.session.scalars(select(Person).where(Person.email == sample.coordinator)).one()
    circle = db.session.get_one(Circle, db.session.scalars(select(Forum.circle_id)).one())
    due = f"{now.date() + timedelta(days=30)}"
    numbers = iter(range(60))

    def sheet(heading, *rows):
        content = "\n".join(",".join(row) for row in (heading, *rows)).encode()
        return FileStorage(BytesIO(content), "register.csv")

    def at():
        return now + timedelta(seconds=next(numbers))

    with transaction(), app.test_request_context():
        for last in (2, 3):
            rows = [(f"TL-{line}", f"Tindak lanjut {line}", "IC0", "IC1", due) for line in range(last)]
            made = commitment_imports.begin(circle, sheet(FOLLOW_UPS, *rows), by=by, at=at())
            db.session.flush()
            commitment_imports.assign(made, commitment_imports.Assignment(places=made.places), by=by, at=at())
            db.session.flush()
            if last == 2:
                commitment_imports.confirm(made, seen=made.outcome["mark"], leaves_out=False, by=by, at=at())
                db.session.flush()
        day = f"{now.date() - timedelta(days=9)}"
        rows = [
            ("PKS", f"Register {line}", "IC0; IC1", f"A/{line}; B/{line}", day, day, "2031-01-05", *("",) * 5)
            for line in range(2)
        ]
        made = agreement_imports.begin(sheet(AGREEMENTS, *rows), None, by=by, at=at())
        db.session.flush()
        agreement_imports.confirm(made, seen=None, by=by, at=at())


WAITING = RegisterImport.stage == Stage.PREVIEW
C, D = Fault.CONTRADICTORY, Fault.DOUBLED
PLANTED = {
    "a register of which a line is missing": (
        lambda: [delete(ImportedCommitment).where(ImportedCommitment.number == "TL-1")],
        registers.registers_are_taken_in_as_a_whole,
        {C: 1},
    ),
    "a register that was not confirmed and left a commitment": (
        lambda: [
            update(ImportedCommitment)
            .where(ImportedCommitment.number == "TL-1")
            .values(import_id=select(RegisterImport.id).where(WAITING).scalar_subquery())
        ],
        registers.registers_are_taken_in_as_a_whole,
        {C: 2},
    ),
    "a register that failed after it was taken in": (
        lambda: [update(RegisterImport).where(RegisterImport.stage == Stage.DONE).values(stage=Stage.FAILED)],
        registers.registers_are_taken_in_as_a_whole,
        {C: 2},
    ),
    "a register that was taken in without a record": (
        lambda: [delete(AuditRow).where(AuditRow.action == "agreement_import.done")],
        registers.registers_are_taken_in_as_a_whole,
        {C: 2},
    ),
    "an agreement of a register that is missing": (
        lambda: [delete(AuditRow).where(AuditRow.action == "agreement.created", AuditRow.subject_id == second())],
        registers.registers_are_taken_in_as_a_whole,
        {C: 1},
    ),
    "a follow-up that was taken in twice": (
        lambda: [update(ImportedCommitment).values(number="TL-1")],
        registers.lines_are_there_once,
        {D: 1},
    ),
    "an agreement that was taken in twice": (
        lambda: [
            update(Party).where(Party.agreement_id == second(), Party.position == 1).values(reference_number="A/0")
        ],
        registers.lines_are_there_once,
        {D: 1},
    ),
}


def second():
    """The id of the second agreement of the register."""
    return select(Agreement.id).where(Agreement.title == "Register 1").scalar_subquery()


def test_faults_of_registers_are_found(taken):
    assert check() == []
    assert misjudged(PLANTED) == {}


def test_registers_that_were_taken_are_told_apart_from_others(taken):
    stages = {
        one.id: one.stage for model in (RegisterImport, AgreementImport) for one in db.session.scalars(select(model))
    }
    told = {name.partition(":")[2]: value for name, value in values().items() if name.startswith("register:")}
    assert told == {str(one): "taken" for one, stage in stages.items() if stage is Stage.DONE}
    assert len(told) == 2
    assert len(db.session.scalars(select(Commitment)).unique().all()) == 2


@pytest.mark.parametrize(
    "stage,failure,told", [(Stage.STORING, "", "storing"), (Stage.FAILED, "", None), (Stage.PREVIEW, "Usang", "taken")]
)
def test_a_register_counts_as_taken_once_it_was_worked_on_or_has_a_reason(taken, stage, failure, told):
    with transaction():
        db.session.execute(update(AgreementImport).values(stage=stage, failure=failure))
        one = db.session.scalars(select(AgreementImport.id)).one()
    assert values().get(f"register:{one}") == told
