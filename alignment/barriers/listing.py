"""The list of barriers: its filters, its page, and what its chart and its figures count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from agreements.registry.models import Agreement
from agreements.registry.queries import readable as readable_agreements
from alignment.barriers.models import Barrier, BarrierEffect
from alignment.barriers.queries import Effect, Talk, about_circles, effects_of, is_open, readable, talks_about
from alignment.barriers.rules import OLD, Facts, Standing, Tone, age, last_day_before, mean_age, standing, tone
from alignment.services.models import Service
from app.accounts.models import Person
from app.database import alphabetical, db
from app.organisations.models import Organisation
from app.web.arguments import member_of, uuid_of
from app.web.pagination import Paged, in_pages, paged
from commitments.blockers.models import BlockerKind
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to
from forums.scheduling.models import Forum
from forums.scheduling.queries import readable_forums

MOST_DRAWN = 400
"""Maximum number of open barriers that are counted by the chart and the filters."""
MOST_EXPORTED = 10_000
RECENT = 3
"""Number of barriers that were resolved last, below the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of the list, from the address."""

    resolved: bool = False
    kind: BlockerKind | None = None
    unowned: bool = False
    old: bool = False
    forum: str = ""
    organisation: UUID | None = None
    agreement: UUID | None = None
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A barrier as a reader sees it: its age in days, where it stands, what it hinders, and the session to come."""

    barrier: Barrier
    days: int
    tone: Tone
    standing: Standing
    effects: Sequence[Effect]
    talk: Talk | None

    def count(self, kind: str) -> int:
        """Return how many services, commitments or agreements it hinders."""
        return sum(one.kind == kind for one in self.effects)


class Open(NamedTuple):
    """An open barrier in the chart."""

    kind: BlockerKind
    title: str
    since: date
    owner_id: UUID | None


class Resolved(NamedTuple):
    """The barriers of a year that were resolved: how many, and how many days they were open on average."""

    number: int
    days: int | None


def filters(query: Mapping[str, str]) -> Filters:
    """Return the filters in a query string; invalid values are ignored."""
    return Filters(
        resolved=query.get("state") == "resolved",
        kind=member_of(BlockerKind, query.get("kind")),
        unowned=query.get("owner") == "none",
        old=query.get("age") == str(OLD),
        forum=query.get("forum", ""),
        organisation=uuid_of(query.get("organisation")),
        agreement=uuid_of(query.get("agreement")),
        newest_first=query.get("sort") == "-since",
    )


def matching(person: Person, wanted: Filters, today: date) -> Select[Barrier]:
    """Select the barriers that `person` may read and the filters let through; open ones oldest first."""
    query = select(Barrier).where(readable(person, today))
    query = query.where(Barrier.resolved_on.is_not(None) if wanted.resolved else is_open())
    if wanted.kind:
        query = query.where(Barrier.kind == wanted.kind)
    if wanted.unowned:
        query = query.where(Barrier.owner_id.is_(None))
    if wanted.old:
        query = query.where(Barrier.since <= last_day_before(today, OLD))
    if wanted.forum:
        own = select(Forum.circle_id).where(Forum.slug == wanted.forum, readable_forums(person, today))
        query = query.where(about_circles(own, person, today))
    if wanted.agreement:
        of_agreement = select(Agreement.circle_id).where(Agreement.id == wanted.agreement)
        query = query.where(about_circles(of_agreement.where(readable_agreements(person, today)), person, today))
    if wanted.organisation:
        query = query.where(_concerns(wanted.organisation))
    if wanted.resolved:
        return query.order_by(Barrier.resolved_on.desc(), Barrier.id)
    return query.order_by(Barrier.since.desc() if wanted.newest_first else Barrier.since, Barrier.id)


def _concerns(organisation_id: UUID) -> Any:
    """Return the condition that an organisation can remove a barrier, or owns a service that it hinders."""
    hindered = select(BarrierEffect.barrier_id).join(BarrierEffect.service)
    hindered = hindered.where(Service.owner_id == organisation_id)
    return (Barrier.owner_id == organisation_id) | Barrier.id.in_(hindered)


def listed(person: Person, wanted: Filters, today: date) -> tuple[Paged[Barrier], list[Line]]:
    """Return the requested page, and its rows as `person` sees them."""
    found = paged(lambda row: row[0], _named(in_pages(matching(person, wanted, today), Barrier)))
    return found, lines_of(found.rows, person, today)


def exported(person: Person, wanted: Filters, today: date) -> list[Line]:
    """Return the rows of all pages."""
    query = _named(matching(person, wanted, today)).limit(MOST_EXPORTED)
    return lines_of(db.session.scalars(query).all(), person, today)


def _named(query: Select[Any]) -> Select[Any]:
    return query.options(joinedload(Barrier.owner), joinedload(Barrier.regulation))


def lines_of(barriers: Sequence[Barrier], reader: Person, today: date) -> list[Line]:
    """Return barriers as `reader` sees them; two statements, however many there are."""
    ids = [one.id for one in barriers]
    effects, talks = effects_of(ids, reader, today), talks_about(ids, reader, today)
    return [_line(one, effects.get(one.id, []), talks.get(one.id, []), today) for one in barriers]


def _line(barrier: Barrier, effects: Sequence[Effect], talks: Sequence[Talk], today: date) -> Line:
    talk = next((one for one in talks if one.is_ahead), None)
    facts = Facts(
        resolved=barrier.resolved_on is not None,
        directed=barrier.directive_id is not None,
        escalated=barrier.escalated_at is not None,
        head_told=barrier.head_told_at is not None,
        on_agenda=talk is not None,
        owned=barrier.owner_id is not None,
    )
    days = age(barrier.since, barrier.resolved_on, today)
    return Line(barrier, days, tone(days), standing(facts), effects, talk)


def open_ones(person: Person, today: date) -> list[Open]:
    """Return the open barriers that `person` may read, the oldest first; one more than `MOST_DRAWN` at most."""
    query = select(Barrier.kind, Barrier.title, Barrier.since, Barrier.owner_id)
    query = query.where(is_open(), readable(person, today)).order_by(Barrier.since, Barrier.id)
    return [Open._make(row) for row in db.session.execute(query.limit(MOST_DRAWN + 1))]


def resolved_in(year: int, person: Person, today: date) -> Resolved:
    """Return how many barriers that `person` may read were resolved in a year, and in how many days."""
    query = select(Barrier.since, Barrier.resolved_on).where(readable(person, today))
    query = query.where(Barrier.resolved_on.between(date(year, 1, 1), date(year, 12, 31)))
    spans = [(since, until) for since, until in db.session.execute(query.limit(MOST_EXPORTED)) if until]
    return Resolved(len(spans), mean_age(spans))


def recently_resolved(person: Person, today: date) -> Sequence[Barrier]:
    """Return the barriers that were resolved last, the latest first."""
    query = _named(select(Barrier).where(Barrier.resolved_on.is_not(None), readable(person, today)))
    return db.session.scalars(query.order_by(Barrier.resolved_on.desc(), Barrier.id).limit(RECENT)).all()


def forums_offered(person: Person, today: date) -> list[tuple[str, str]]:
    """Return slug and name of the forums with open barriers that `person` may read."""
    own = select(Barrier.circle_id).where(is_open(), Barrier.circle_id.is_not(None), readable(person, today))
    hindered = select(Commitment.circle_id).join(BarrierEffect, BarrierEffect.commitment_id == Commitment.id)
    hindered = hindered.join(Barrier, Barrier.id == BarrierEffect.barrier_id)
    hindered = hindered.where(is_open(), readable(person, today), visible_to(person, today))
    query = select(Forum.slug, Forum.name).where(readable_forums(person, today))
    query = query.where(Forum.circle_id.in_(own) | Forum.circle_id.in_(hindered))
    return [(slug, name) for slug, name in db.session.execute(query.order_by(alphabetical(Forum.name)).limit(30))]


def owners_offered(person: Person, today: date) -> list[tuple[str, str]]:
    """Return id and name of the organisations that can remove open barriers that `person` may read."""
    own = select(Barrier.owner_id).where(is_open(), readable(person, today))
    query = select(Organisation.id, Organisation.label).where(Organisation.id.in_(own))
    ordered = query.order_by(alphabetical(Organisation.name)).limit(30)
    return [(str(key), name) for key, name in db.session.execute(ordered)]
