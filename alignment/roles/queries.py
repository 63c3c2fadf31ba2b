"""Queries for role matrices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from agreements.registry.models import Agreement
from alignment.roles.models import RoleActivity, RoleConsent, RoleMatrix, RoleVersion
from app.accounts.models import Person
from app.circles.models import Circle, CircleKind, Seat, Steward, StewardRole
from app.circles.queries import is_taken, knows_of
from app.database import alphabetical, db
from app.organisations.models import Organisation, Sector
from app.web.pagination import Paged, in_pages, paged
from commitments.registry.models import IS_OPEN, Commitment
from forums.scheduling.models import Forum

R = TypeVar("R", RoleActivity, RoleVersion)

MOST_TAKEN_OVER = 20
"""Maximum number of obligations or commitments from which a new matrix begins."""
MOST_MATRICES = 50
"""Maximum number of matrices that are looked at together."""
LEADING = (StewardRole.CHAIR, StewardRole.FACILITATOR)
"""Who writes the matrix of a forum, beside coordinators."""


class Member(NamedTuple):
    """An organisation with a voting seat, and since when it has it."""

    id: UUID
    name: str
    label: str
    sector: Sector
    since: date


def for_act(role_matrix_id: UUID) -> RoleMatrix | None:
    """Return a matrix with its circle, or None."""
    return db.session.get(RoleMatrix, role_matrix_id)


def activity_for_act(role_activity_id: UUID) -> RoleActivity | None:
    """Return an activity with its matrix, roles and views, or None."""
    loaded = joinedload(RoleActivity.matrix), selectinload(RoleActivity.assignments), selectinload(RoleActivity.views)
    return db.session.get(RoleActivity, role_activity_id, options=loaded)


def of_circle(circle_id: UUID) -> RoleMatrix | None:
    """Return the matrix of a circle, or None."""
    return db.session.scalar(select(RoleMatrix).where(RoleMatrix.circle_id == circle_id))


def whole(matrix_id: UUID, *, anew: bool = False) -> Sequence[RoleActivity]:
    """Return the activities of a matrix in order, with roles and views.

    With `anew`, what is in memory is read again, after a lock.
    """
    return activities_of([matrix_id], anew=anew).get(matrix_id, [])


def activities_of(matrix_ids: Collection[UUID], *, anew: bool = False) -> dict[UUID, list[RoleActivity]]:
    """Return the activities of matrices as `whole` does, by matrix."""
    query = select(RoleActivity).where(RoleActivity.matrix_id.in_(matrix_ids))
    query = query.options(selectinload(RoleActivity.assignments), selectinload(RoleActivity.views))
    query = query.order_by(RoleActivity.position, RoleActivity.id).execution_options(populate_existing=anew)
    return _by_matrix(db.session.scalars(query))


def members(circle_id: UUID, today: date) -> list[Member]:
    """Return the organisations with a voting seat on `today`, in the order of their seats."""
    return members_of([circle_id], today).get(circle_id, [])


def members_of(circle_ids: Collection[UUID], today: date) -> dict[UUID, list[Member]]:
    """Return the organisations with a voting seat on `today` as `members` does, by circle."""
    query: Select[*tuple[Any, ...]] = select(
        Seat.circle_id, Organisation.id, Organisation.name, Organisation.label, Seat.sector, Seat.since
    )
    query = query.join(Seat, Seat.organisation_id == Organisation.id)
    query = query.where(Seat.circle_id.in_(circle_ids), is_taken(today), Seat.observer.is_(False))
    found: dict[UUID, dict[UUID, Member]] = defaultdict(dict)
    for circle_id, *row in db.session.execute(query.order_by(Seat.position, Seat.id)):
        found[circle_id].setdefault(row[0], Member._make(row))
    return {circle_id: list(seated.values()) for circle_id, seated in found.items()}


def versions_of(matrix_ids: Collection[UUID], *, latest: bool) -> dict[UUID, list[RoleVersion]]:
    """Return the versions of matrices with what parties said of them, by matrix, the latest first or alone."""
    query = select(RoleVersion).where(RoleVersion.matrix_id.in_(matrix_ids))
    if latest:
        current = (RoleMatrix.id == RoleVersion.matrix_id) & (RoleMatrix.number == RoleVersion.number)
        query = query.join(RoleMatrix, current)
    said = selectinload(RoleVersion.consents).joinedload(RoleConsent.organisation)
    query = query.options(joinedload(RoleVersion.by), said)
    return _by_matrix(db.session.scalars(query.order_by(RoleVersion.number.desc())))


def _by_matrix(rows: Iterable[R]) -> dict[UUID, list[R]]:
    found: dict[UUID, list[R]] = {}
    for one in rows:
        found.setdefault(one.matrix_id, []).append(one)
    return found


def version(matrix_id: UUID, number: int, *, anew: bool = False) -> RoleVersion | None:
    """Return a version of a matrix with what parties said of it, or None; `anew` as for `whole`."""
    query = select(RoleVersion).where(RoleVersion.matrix_id == matrix_id, RoleVersion.number == number)
    query = query.options(selectinload(RoleVersion.consents)).execution_options(populate_existing=anew)
    return db.session.scalar(query)


def lock(matrix_id: UUID) -> None:
    """Let colleagues who speak for the same party at the same time do so one after the other."""
    db.session.execute(select(RoleMatrix.id).where(RoleMatrix.id == matrix_id).with_for_update())


def readable(person: Person, today: date) -> Paged[RoleMatrix]:
    """Return the requested page of the matrices that `person` may read, by the name of their circle."""
    query = select(RoleMatrix).join(RoleMatrix.circle).where(knows_of(RoleMatrix.circle_id, person, today))
    ordered = query.order_by(alphabetical(Circle.name), RoleMatrix.id)
    return paged(lambda row: row[0], in_pages(ordered, RoleMatrix))


def readable_in(circle_ids: Collection[UUID] | None, person: Person, today: date) -> Sequence[RoleMatrix]:
    """Return the matrices of these circles that `person` may read, newest first; None: `MOST_MATRICES` of any one."""
    query = select(RoleMatrix).where(knows_of(RoleMatrix.circle_id, person, today))
    if circle_ids is not None:
        query = query.where(RoleMatrix.circle_id.in_(circle_ids))
    query = query.order_by(RoleMatrix.created_at.desc(), RoleMatrix.id)
    return db.session.scalars(query.limit(MOST_MATRICES if circle_ids is None else None)).all()


def led_by(person: Person) -> frozenset[UUID]:
    """Return the ids of the circles whose matrix a person writes as chair or facilitator."""
    query = select(Steward.circle_id).where(Steward.person_id == person.id, Steward.role.in_(LEADING))
    return frozenset(db.session.scalars(query))


def owner_of(circle: Circle) -> Forum | Agreement:
    """Return the forum or the agreement that a circle belongs to."""
    if circle.kind is CircleKind.FORUM:
        return db.session.scalars(select(Forum).where(Forum.circle_id == circle.id)).one()
    return db.session.scalars(select(Agreement).where(Agreement.circle_id == circle.id)).one()


def open_commitments(circle_id: UUID) -> Sequence[Commitment]:
    """Return the open commitments of the whole circle from which the matrix of a forum begins."""
    query = select(Commitment).where(Commitment.circle_id == circle_id, IS_OPEN)
    query = query.options(selectinload(Commitment.contributors))
    return db.session.scalars(query.order_by(Commitment.current_due, Commitment.code).limit(MOST_TAKEN_OVER)).all()


def about(agenda_item_id: UUID) -> Sequence[RoleActivity]:
    """Return the activities with differences that an agenda item is about."""
    return db.session.scalars(select(RoleActivity).where(RoleActivity.agenda_item_id == agenda_item_id)).all()


def names_in(found: Sequence[RoleVersion | None]) -> dict[UUID, str]:
    """Return the labels of the organisations that have a role in these versions."""
    ids = {UUID(key) for version in found if version for row in version.content for key in row["roles"]}
    rows = db.session.execute(select(Organisation.id, Organisation.label).where(Organisation.id.in_(ids)))
    return {row[0]: row[1] for row in rows}
