"""The search for shared goals, and for the interests that parties wrote beside them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, select

from alignment.goals.models import GoalInterest, GoalVersion, SharedGoal
from alignment.goals.queries import is_current
from app.accounts.models import Person
from app.circles.models import Circle
from app.circles.queries import knows_of
from app.organisations.models import Organisation
from app.search.sources import Kind, Source


def goals() -> Select[Any]:
    """Select goals with the text of their current version."""
    columns: tuple[Any, ...] = (SharedGoal.id, SharedGoal.circle_id, Circle.name.label("title"))
    columns += (GoalVersion.at.label("on_date"), GoalVersion.goal, GoalVersion.problem)
    columns += (GoalVersion.principles, GoalVersion.priorities)
    return select(*columns).join(SharedGoal.circle).join(GoalVersion, is_current())


def interests() -> Select[Any]:
    """Select what parties seek for themselves, each as a part of the goal."""
    columns: tuple[Any, ...] = (GoalInterest.id, GoalInterest.goal_id.label("object_id"), SharedGoal.circle_id)
    columns += (Circle.name.label("title"), GoalInterest.interest, GoalInterest.benefit)
    columns += (GoalInterest.at.label("on_date"), Organisation.label.label("about"), Organisation.sector)
    query = select(*columns).join(SharedGoal, SharedGoal.id == GoalInterest.goal_id).join(SharedGoal.circle)
    return query.join(Organisation, Organisation.id == GoalInterest.organisation_id)


def readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read a goal: those who may know of what belongs to its circle."""
    return knows_of(SharedGoal.circle_id, person, today)


def _interest_readable(person: Person, today: date) -> ColumnElement[bool]:
    goal = select(SharedGoal.id).where(SharedGoal.id == GoalInterest.goal_id, readable(person, today))
    return goal.correlate(GoalInterest).exists()


KIND = Kind(
    name="goals",
    label=_l("Shared goals"),
    word=_l("Shared goal"),
    icon="flag",
    href=lambda entry: url_for("alignment.goals.show", shared_goal_id=entry.object_id),
)
GOALS = Source(
    name="goals",
    kind=KIND,
    model=SharedGoal,
    rows=goals,
    readable=readable,
    text=lambda row: "\n".join(filter(None, (row.goal, row.problem, row.principles, row.priorities))),
    follows={
        GoalVersion: lambda ids: select(GoalVersion.goal_id).where(GoalVersion.id.in_(ids)),
        Circle: lambda ids: select(SharedGoal.id).where(SharedGoal.circle_id.in_(ids)),
    },
)
INTERESTS = Source(
    name="goal_interests",
    kind=KIND,
    model=GoalInterest,
    rows=interests,
    readable=_interest_readable,
    text=lambda row: "\n".join(filter(None, (row.interest, row.benefit))),
    follows={
        Circle: lambda ids: (
            select(GoalInterest.id)
            .join(SharedGoal, SharedGoal.id == GoalInterest.goal_id)
            .where(SharedGoal.circle_id.in_(ids))
        ),
        Organisation: lambda ids: select(GoalInterest.id).where(GoalInterest.organisation_id.in_(ids)),
    },
    searches_title=False,
)
