"""Mails about shared goals, to the people who speak for the parties and to those who lead."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from alignment.goals.models import GoalDifference, GoalVersion, SharedGoal
from alignment.roles.queries import members
from app.accounts.models import Person
from app.circles.models import Steward
from app.circles.queries import knows, may_be_notified_of
from app.database import db
from app.mail import outbox
from app.organisations.queries import contacts
from app.web.external_urls import external


def asked(goal: SharedGoal, version: GoalVersion, only: Collection[UUID] | None, *, by: Person, today: date) -> int:
    """Ask those who speak for the parties whether they acknowledge a version; return how many.

    `only` are the organisations that are asked; None: all.
    """
    return _tell("asked", goal, _speakers(goal, today, only), by=by, version=version)


def differs(difference: GoalDifference, *, by: Person, today: date) -> None:
    """Tell those who lead the circle, and who began the goal, about what a party differs, if they may read it."""
    goal = difference.goal
    leading = select(Person).join(Steward, Steward.person_id == Person.id).where(Steward.circle_id == goal.circle_id)
    people = [*db.session.scalars(leading.order_by(Person.id)), db.session.get_one(Person, goal.created_by_id)]
    told = [one for one in people if knows(one, goal.circle, today)]
    _tell("differs", goal, told, by=by, difference=difference)


def respond(difference: GoalDifference, *, by: Person, today: date) -> int:
    """Ask those who speak for the parties what they say of the options; return how many."""
    goal = difference.goal
    return _tell("respond", goal, _speakers(goal, today), by=by, difference=difference)


def ended(difference: GoalDifference, *, by: Person, today: date) -> None:
    """Tell those who speak for the parties how a mediation ended."""
    goal = difference.goal
    _tell("ended", goal, _speakers(goal, today), by=by, difference=difference)


def _speakers(goal: SharedGoal, today: date, only: Collection[UUID] | None = None) -> list[Person]:
    """Return the contacts of each party who may know of the circle."""
    return [
        person
        for party in members(goal.circle_id, today)
        if only is None or party.id in only
        for person in contacts(party.id)
        if may_be_notified_of(person, goal.circle)
    ]


def _tell(what: str, goal: SharedGoal, people: Iterable[Person], *, by: Person, **context: Any) -> int:
    """Write to each of `people` but the one who acts; return how many have an address."""
    link = external("alignment.goals.show", shared_goal_id=goal.id)
    sent = [
        outbox.enqueue(f"alignment/goals/{what}", person, goal=goal, by=by, link=link, about=goal, **context)
        for person in dict.fromkeys(people)
        if person != by
    ]
    return len([one for one in sent if one])
