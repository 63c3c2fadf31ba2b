"""Queries for shared goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from alignment.goals.models import (
    GoalDifference,
    GoalInterest,
    GoalOption,
    GoalResponse,
    GoalStance,
    GoalVersion,
    SharedGoal,
)
from alignment.goals.rules import SILENT_AFTER, DifferenceState, Standing, days_silent, shared, standing
from alignment.roles.queries import LEADING, Member, members_of
from app.accounts.models import Person
from app.circles.models import Circle, Seat, Steward
from app.circles.queries import is_taken, knows_of
from app.clock import local_date
from app.database import alphabetical, db
from app.files.tables import MOST as MOST_EXPORTED
from app.web.pagination import Paged, in_pages, paged
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to

MOST_GOALS = 300
"""Maximum number of goals whose priorities are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A shared goal with its current version, and how its parties stand on `today`."""

    goal: SharedGoal
    version: GoalVersion
    parties: Sequence[Member]
    differences: Sequence[GoalDifference]
    today: date
    stances: dict[UUID, GoalStance] = field(init=False)
    standing: Standing = field(init=False)

    def __post_init__(self) -> None:
        number = self.version.number
        said = [(one.organisation_id, number, one.acknowledges) for one in self.version.stances]
        found = standing(said, number, [one.id for one in self.parties])
        object.__setattr__(self, "standing", found)
        object.__setattr__(self, "stances", {one.organisation_id: one for one in self.version.stances})

    @property
    def silent(self) -> list[tuple[Member, int]]:
        """The parties that have not answered, each with the number of days, the longest first."""
        asked = local_date(self.version.at)
        found = [
            (one, days_silent(asked, one.since, self.today)) for one in self.parties if one.id in self.standing.silent
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0].name))

    @property
    def days_silent(self) -> dict[UUID, int]:
        """The number of days by organisation, of those that have not answered."""
        return {party.id: days for party, days in self.silent}

    @property
    def overdue(self) -> set[UUID]:
        """The organisations that have not answered for more than `SILENT_AFTER` days."""
        return {party.id for party, days in self.silent if days > SILENT_AFTER}

    @property
    def open(self) -> list[GoalDifference]:
        """The differences without an outcome."""
        return [one for one in self.differences if one.is_open]

    @property
    def ended(self) -> list[GoalDifference]:
        """The differences with an outcome, the latest first."""
        return [one for one in self.differences if not one.is_open]

    @property
    def acknowledging(self) -> list[Member]:
        """The parties that acknowledge the current version."""
        return [one for one in self.parties if one.id in self.standing.acknowledging]


def for_act(shared_goal_id: UUID) -> SharedGoal | None:
    """Return a goal with its circle, or None."""
    return db.session.get(SharedGoal, shared_goal_id)


def difference_for_act(goal_difference_id: UUID) -> GoalDifference | None:
    """Return a difference with its goal, party, options and responses, or None."""
    return db.session.get(
        GoalDifference, goal_difference_id, options=[joinedload(GoalDifference.goal), *_with_mediation()]
    )


def of_circle(circle_id: UUID) -> SharedGoal | None:
    """Return the goal of a circle, or None."""
    return db.session.scalar(select(SharedGoal).where(SharedGoal.circle_id == circle_id))


def lock(goal_id: UUID) -> None:
    """Let people who speak for the same party at the same time do so one after the other."""
    db.session.execute(select(SharedGoal.id).where(SharedGoal.id == goal_id).with_for_update())


def version(goal_id: UUID, number: int, *, anew: bool = False) -> GoalVersion | None:
    """Return a version with what parties said of it, or None. With `anew` it is read again, after a lock."""
    query = select(GoalVersion).where(GoalVersion.goal_id == goal_id, GoalVersion.number == number)
    query = query.options(selectinload(GoalVersion.stances), joinedload(GoalVersion.by))
    return db.session.scalar(query.execution_options(populate_existing=anew))


def current(goal: SharedGoal, *, anew: bool = False) -> GoalVersion:
    """Return the current version with what parties said of it."""
    found = version(goal.id, goal.number, anew=anew)
    assert found is not None, "the number of a goal is that of a version"
    return found


def versions(goal_id: UUID) -> Sequence[GoalVersion]:
    """Return the versions of a goal, the latest first."""
    query = select(GoalVersion).where(GoalVersion.goal_id == goal_id).options(joinedload(GoalVersion.by))
    return db.session.scalars(query.order_by(GoalVersion.number.desc())).all()


def interests(goal_id: UUID) -> dict[UUID, GoalInterest]:
    """Return what parties wrote of their interests, by organisation."""
    rows = db.session.scalars(select(GoalInterest).where(GoalInterest.goal_id == goal_id))
    return {one.organisation_id: one for one in rows}


def interest_of(goal_id: UUID, organisation_id: UUID | None) -> GoalInterest | None:
    """Return what an organisation wrote, or None."""
    own = GoalInterest.goal_id == goal_id, GoalInterest.organisation_id == organisation_id
    return db.session.scalar(select(GoalInterest).where(*own))


def open_difference(goal_id: UUID, organisation_id: UUID | None) -> GoalDifference | None:
    """Return the open difference of an organisation, or None."""
    own = GoalDifference.goal_id == goal_id, GoalDifference.organisation_id == organisation_id
    return db.session.scalar(select(GoalDifference).where(*own, GoalDifference.state == DifferenceState.OPEN))


def overview(goal: SharedGoal, today: date, *, mediation: bool = False) -> Overview:
    """Return a goal as it stands on `today`; with `mediation` options and responses are loaded."""
    return overviews([goal], today, mediation=mediation)[0]


def overviews(goals: Sequence[SharedGoal], today: date, *, mediation: bool = False) -> list[Overview]:
    """Return goals as they stand on `today`, in a constant number of statements."""
    ids = [one.id for one in goals]
    seated = members_of([one.circle_id for one in goals], today)
    query = select(GoalVersion).join(SharedGoal, is_current()).where(SharedGoal.id.in_(ids))
    query = query.options(selectinload(GoalVersion.stances), joinedload(GoalVersion.by))
    latest = {one.goal_id: one for one in db.session.scalars(query)}
    differences = _differences(ids, mediation=mediation)
    return [
        Overview(
            goal=one,
            version=latest[one.id],
            parties=seated.get(one.circle_id, []),
            differences=differences[one.id],
            today=today,
        )
        for one in goals
    ]


def _differences(goal_ids: Collection[UUID], *, mediation: bool) -> dict[UUID, list[GoalDifference]]:
    query = select(GoalDifference).where(GoalDifference.goal_id.in_(goal_ids))
    query = query.options(*_with_mediation()) if mediation else query.options(joinedload(GoalDifference.organisation))
    found: dict[UUID, list[GoalDifference]] = defaultdict(list)
    for one in db.session.scalars(query.order_by(GoalDifference.opened_at.desc(), GoalDifference.id)):
        found[one.goal_id].append(one)
    return found


def _with_mediation() -> Iterable[Any]:
    return (
        joinedload(GoalDifference.organisation),
        joinedload(GoalDifference.mediator),
        selectinload(GoalDifference.options),
        selectinload(GoalDifference.responses).joinedload(GoalResponse.organisation),
    )


def options_of(difference_id: UUID) -> Sequence[GoalOption]:
    """Return the options of a difference as they are in the database, after a lock."""
    query = select(GoalOption).where(GoalOption.difference_id == difference_id).order_by(GoalOption.number)
    return db.session.scalars(query).all()


def response_of(difference_id: UUID, organisation_id: UUID | None) -> GoalResponse | None:
    """Return what an organisation said of the options, or None."""
    own = GoalResponse.difference_id == difference_id, GoalResponse.organisation_id == organisation_id
    return db.session.scalar(select(GoalResponse).where(*own))


def readable(person: Person, today: date) -> Paged[SharedGoal]:
    """Return the requested page of the goals that `person` may read, by the name of their circle."""
    return paged(lambda row: row[0], in_pages(_by_name(person, today), SharedGoal))


def exported(person: Person, today: date) -> Sequence[SharedGoal]:
    """Return the goals of all pages, `MOST_EXPORTED` at most."""
    return db.session.scalars(_by_name(person, today).limit(MOST_EXPORTED)).all()


def _by_name(person: Person, today: date) -> Select[SharedGoal]:
    query = select(SharedGoal).join(SharedGoal.circle).where(knows_of(SharedGoal.circle_id, person, today))
    return query.order_by(alphabetical(Circle.name), SharedGoal.id)


def readable_in(circle_ids: Collection[UUID] | None, person: Person, today: date, most: int) -> Sequence[SharedGoal]:
    """Return the goals of these circles (None: of any) that `person` may read; `most` at most, the newest first."""
    query = select(SharedGoal).where(knows_of(SharedGoal.circle_id, person, today))
    if circle_ids is not None:
        query = query.where(SharedGoal.circle_id.in_(circle_ids))
    return db.session.scalars(query.order_by(SharedGoal.created_at.desc(), SharedGoal.id).limit(most)).all()


def priorities(person: Person, today: date) -> list[tuple[str, list[tuple[SharedGoal, int]]]]:
    """Return the priorities in the current versions that `person` may read, each with the goals and its rank there."""
    query: Select[*tuple[Any, ...]] = select(SharedGoal, GoalVersion).join(GoalVersion, is_current())
    query = query.join(SharedGoal.circle).where(knows_of(SharedGoal.circle_id, person, today))
    query = query.where(GoalVersion.priorities != "").order_by(alphabetical(Circle.name), SharedGoal.id)
    held = {goal: version.priority_lines for goal, version in db.session.execute(query.limit(MOST_GOALS))}
    return shared(held)


def is_current() -> ColumnElement[bool]:
    """Return the condition that joins a goal with its current version."""
    return (GoalVersion.goal_id == SharedGoal.id) & (GoalVersion.number == SharedGoal.number)


def panel_of(circle_id: UUID, person: Person, today: date) -> Row[Any] | None:
    """Return what a panel says of a circle's goal in one statement; None if `person` may not know of it.

    Its columns are `goal_id` and `number` (None: there is no goal), `parties`, `acknowledging`, `differing`, and
    `leads`: whether the person is among the chair and facilitators.
    """
    seated = select(Seat.organisation_id).where(Seat.circle_id == circle_id, is_taken(today), Seat.observer.is_(False))
    steward = Steward.circle_id == circle_id, Steward.person_id == person.id, Steward.role.in_(LEADING)
    query = select(
        SharedGoal.id.label("goal_id"),
        SharedGoal.number,
        select(func.count()).select_from(seated.distinct().subquery()).scalar_subquery().label("parties"),
        _answered(seated, acknowledges=True).label("acknowledging"),
        _answered(seated, acknowledges=False).label("differing"),
        exists().where(*steward).label("leads"),
    )
    query = query.select_from(Circle).outerjoin(SharedGoal, SharedGoal.circle_id == Circle.id)
    return db.session.execute(query.where(Circle.id == circle_id, knows_of(Circle.id, person, today))).one_or_none()


def _answered(seated: Select[UUID], *, acknowledges: bool) -> ScalarSelect[int]:
    query = select(func.count()).select_from(GoalStance).join(GoalVersion, GoalVersion.id == GoalStance.version_id)
    query = query.where(is_current(), GoalStance.acknowledges.is_(acknowledges))
    return query.where(GoalStance.organisation_id.in_(seated)).correlate(SharedGoal).scalar_subquery()


def follow_ups(differences: Sequence[GoalDifference], person: Person, today: date) -> dict[UUID, Commitment]:
    """Return the commitments that followed, by id; only those that `person` may read."""
    ids = [one.follow_up_id for one in differences if one.follow_up_id]
    query = select(Commitment).where(Commitment.id.in_(ids), visible_to(person, today))
    return {one.id: one for one in db.session.scalars(query)} if ids else {}


def about(agenda_item_id: UUID) -> Sequence[GoalDifference]:
    """Return the differences that an agenda item is about."""
    return db.session.scalars(select(GoalDifference).where(GoalDifference.agenda_item_id == agenda_item_id)).all()
