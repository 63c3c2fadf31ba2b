"""Alignment: versions are counted, who acknowledges does not differ, and acts have their audit rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from alignment.barriers.models import Barrier
from alignment.goals.models import GoalDifference, GoalStance, GoalVersion, SharedGoal
from alignment.goals.rules import DifferenceState
from alignment.roles.models import RoleMatrix, RoleVersion
from app.audit.models import AuditRow
from app.database import db
from soak.findings import Finding, contradictory

WRITTEN = {"shared goal": ("goal.begun", "goal.written"), "role matrix": ("roles.circulated",)}
"""The acts of which each makes a version."""


def versions_have_no_gap() -> Iterator[Finding]:
    """The number of a goal or matrix counts its versions, and each version has its audit row."""
    for name, owner, number, version, key in (
        ("shared goal", SharedGoal, SharedGoal.number, GoalVersion, GoalVersion.goal_id),
        ("role matrix", RoleMatrix, RoleMatrix.number, RoleVersion, RoleVersion.matrix_id),
    ):
        acts = Counter(_subjects(*WRITTEN[name]))
        found: dict[Any, list[int]] = {}
        for row in db.session.execute(select(key, version.number).order_by(version.number)):
            found.setdefault(row[0], []).append(row[1])
        for identity, last in db.session.execute(select(owner.id, number)):
            numbers = found.get(identity, [])
            if numbers != list(range(1, last + 1)):
                yield contradictory(f"{name} {identity}: number {last}, versions {numbers}")
            if acts[identity] != len(numbers):
                yield contradictory(f"{name} {identity}: {len(numbers)} versions, {acts[identity]} audit rows")


def who_acknowledges_does_not_differ() -> Iterator[Finding]:
    """A party that acknowledges the current version of a goal has no open difference."""
    query = select(GoalDifference.id).join(SharedGoal, SharedGoal.id == GoalDifference.goal_id)
    query = query.join(GoalVersion, (GoalVersion.goal_id == SharedGoal.id) & (GoalVersion.number == SharedGoal.number))
    query = query.join(GoalStance, GoalStance.version_id == GoalVersion.id)
    query = query.where(
        GoalStance.organisation_id == GoalDifference.organisation_id,
        GoalStance.acknowledges,
        GoalDifference.state == DifferenceState.OPEN,
    )
    for identity in db.session.scalars(query):
        yield contradictory(f"difference {identity} is open, but its party acknowledges the goal")


def barriers_are_what_was_done() -> Iterator[Finding]:
    """A barrier was entered once; it is resolved if it was resolved more often than reopened."""
    entered, resolved, reopened = (
        Counter(_subjects(act)) for act in ("barrier.entered", "barrier.resolved", "barrier.reopened")
    )
    for identity, day in db.session.execute(select(Barrier.id, Barrier.resolved_on)):
        if entered[identity] != 1:
            yield contradictory(f"barrier {identity} was entered {entered[identity]} times")
        if (day is not None) != (resolved[identity] == reopened[identity] + 1):
            yield contradictory(
                f"barrier {identity}: resolved {resolved[identity]} times, reopened {reopened[identity]}"
            )
    if unknown := sum(entered.values()) - (db.session.scalar(select(func.count(Barrier.id))) or 0):
        yield contradictory(f"{unknown} barriers more were entered than there are")


def _subjects(*actions: str) -> list[Any]:
    return list(db.session.scalars(select(AuditRow.subject_id).where(AuditRow.action.in_(actions))))


CHECKS = (versions_have_no_gap, who_acknowledges_does_not_differ, barriers_are_what_was_done)
