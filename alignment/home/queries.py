"""The forums and agreements of a reader, and what the registers say about them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, or_, select

from agreements.registry.models import Agreement
from agreements.registry.rules import Stage
from alignment.barriers import matters as barriers
from alignment.capacity import matters as capacity
from alignment.goals import matters as goals
from alignment.home import summaries as own
from alignment.home.rules import Matter, Summary
from alignment.regulations import matters as regulations
from alignment.roles import matters as roles
from alignment.services import matters as services
from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.circles.queries import knows_of
from app.database import alphabetical, db
from app.organisations.models import Organisation, Sector
from forums.scheduling.models import Forum

MOST = 500
"""Maximum number of forums and agreements on the first page."""
ENDED = (Stage.RENEWED, Stage.TERMINATED, Stage.CANCELLED)

Matters = Callable[[Person, date], list[Matter]]
MattersOfCircle = Callable[[Person, date, UUID | None], list[Matter]]
Summaries = Callable[[Collection[UUID], Person, date], dict[UUID, Summary]]


class Column(NamedTuple):
    """A column of the table of forums and agreements."""

    label: Any
    summaries: Summaries


OF_CIRCLES: tuple[MattersOfCircle, ...] = (roles.matters, goals.matters, barriers.matters)
"""What gives matters to talk about in forums and agreements; each has a limit, so the circle is part of its query."""
OF_NONE: tuple[Matters, ...] = (regulations.matters, services.matters, capacity.matters)
"""What gives matters that belong to no forum and no agreement."""
COLUMNS: tuple[Column, ...] = (
    Column(_l("Shared goal"), goals.summaries),
    Column(_l("Roles"), roles.summaries),
    Column(_l("Open barriers"), own.barriers),
    Column(_l("Blocked services"), own.services),
)
"""The columns of the table, in order."""


class Programme(NamedTuple):
    """A forum or an agreement that is not over; `slug` is that of a forum."""

    circle_id: UUID
    name: str
    classification: Classification
    slug: str | None
    agreement_id: UUID | None

    @property
    def href(self) -> str:
        """The address of its page."""
        if self.slug:
            return url_for("forums.scheduling.show", slug=self.slug)
        return url_for("agreements.registry.show", agreement_id=self.agreement_id)


class Named(NamedTuple):
    """An organisation that is waited for."""

    id: UUID
    name: str
    sector: Sector


def programmes(reader: Person, today: date) -> list[Programme]:
    """Return the forums and agreements in force or in the making of which `reader` may know, by name."""
    query: Select[*tuple[Any, ...]] = select(
        Circle.id, Circle.name, Circle.classification, Forum.slug, Agreement.id.label("agreement_id")
    )
    query = query.outerjoin(Forum, Forum.circle_id == Circle.id).outerjoin(Agreement, Agreement.circle_id == Circle.id)
    lasts = or_(
        and_(Forum.id.is_not(None), Forum.archived_at.is_(None)),
        and_(Agreement.id.is_not(None), Agreement.stage.not_in(ENDED)),
    )
    query = query.where(lasts, knows_of(Circle.id, reader, today)).order_by(alphabetical(Circle.name), Circle.id)
    return [Programme._make(row) for row in db.session.execute(query.limit(MOST))]


def matters(reader: Person, today: date, circle_id: UUID | None) -> list[Matter]:
    """Return what each register says should be talked about, in one forum or agreement if `circle_id` is given."""
    found = [one for of_circles in OF_CIRCLES for one in of_circles(reader, today, circle_id)]
    return found if circle_id else [*found, *(one for of_none in OF_NONE for one in of_none(reader, today))]


def summaries(circle_ids: Collection[UUID], reader: Person, today: date) -> list[dict[UUID, Summary]]:
    """Return the cells of each column by circle; a circle without a cell has nothing to say."""
    return [one.summaries(circle_ids, reader, today) for one in COLUMNS]


def named(organisation_ids: Sequence[UUID]) -> list[Named]:
    """Return organisations in the order of their ids."""
    query = select(Organisation.id, Organisation.name, Organisation.sector).where(Organisation.id.in_(organisation_ids))
    found = {row.id: Named._make(row) for row in db.session.execute(query)}
    return [found[one] for one in organisation_ids if one in found]
