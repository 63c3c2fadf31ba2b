"""The invariants of alignment find nothing in what was done rightly, and every planted fault."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update

from alignment.barriers import actions as barriers
from alignment.barriers.models import Barrier
from alignment.goals import actions as goals
from alignment.goals.models import GoalDifference, GoalStance, SharedGoal
from alignment.goals.rules import DifferenceState, Part
from alignment.roles import actions as roles
from alignment.roles.models import RoleMatrix, RoleVersion
from app.accounts.models import Person
from app.circles.models import Circle
from app.database import db
from app.database.transactions import transaction
from commitments.blockers.models import BlockerKind
from forums.scheduling.models import Forum
from soak.facts import facts, values
from soak.invariants import alignment
from soak.sample import build

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def aligned(app):
    """A forum whose goal one party acknowledges, with a version of its roles and a barrier that was resolved."""
    sample = build(members=2, series=False)
    by, party = (
        db.session.scalars(select(Person).where(Person.email == email)).one()
        for email in (sample.coordinator, sample.members[0].email)
    )
    circle = db.session.get_one(Circle, db.session.scalars(select(Forum.circle_id)).one())
    with transaction(), app.test_request_context():
        goal = goals.begin(circle, goals.Texts(goal="Tujuan"), by=by, at=NOW)
        differs = goals.Objection(part=Part.GOAL, holds="Lain", words="")
        goals.answer(goal, differs, number=1, by=party, at=NOW)
        goals.answer(goal, None, number=1, by=party, at=NOW)
        matrix = roles.begin(circle, None, by=by, at=NOW)
        db.session.flush()
        roles.write(matrix, [roles.Row(id=None, text="Kegiatan", roles={})], version=matrix.version, by=by, at=NOW)
        db.session.flush()
        roles.circulate(matrix, note="Peran", version=matrix.version, by=by, at=NOW)
        db.session.flush()
        roles.consent(matrix, agrees=True, number=1, by=party, at=NOW)
        entry = barriers.Entry(kind=BlockerKind.SYSTEM, title="Hambatan", text="", since=date(2026, 11, 1), owner=None)
        barrier = barriers.enter(entry, circle, by=by, at=NOW)
        db.session.flush()
        barriers.resolve(barrier, how="Selesai", decision=None, version=barrier.version, by=by, at=NOW)
    return party


def found():
    with transaction(reads_only=True):
        return [finding for check in alignment.CHECKS for finding in check()]


def test_what_was_done_is_found_in_the_database(aligned):
    assert found() == []
    with transaction(reads_only=True):
        told, registers = facts(), values()
        goal, matrix = (db.session.scalars(select(model.id)).one() for model in (SharedGoal, RoleMatrix))
    assert [told[kind, name] for kind, name in (("goal", "Tujuan"), ("roles", "Peran"), ("barrier", "Hambatan"))] == [
        1
    ] * 3
    assert registers[f"stance:{goal} 1 {aligned.email}"] == "acknowledge"
    assert registers[f"consent:{matrix} 1 {aligned.email}"] == "yes"
    assert registers["barrier:Hambatan"] == "resolved"


@pytest.mark.parametrize(
    "fault",
    [
        update(SharedGoal).values(number=2),
        update(RoleVersion).values(number=2),
        update(GoalDifference).values(state=DifferenceState.OPEN),
        update(Barrier).values(resolved_on=None),
        delete(Barrier),
    ],
    ids=["a version too many", "a gap", "differs and acknowledges", "open again", "no barrier"],
)
def test_every_fault_is_found(aligned, fault):
    assert db.session.scalars(select(GoalStance.acknowledges)).one()
    db.session.rollback()
    with transaction():
        db.session.execute(fault.execution_options(synchronize_session=False))
    assert found()
